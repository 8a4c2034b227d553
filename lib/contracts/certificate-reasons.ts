import { reason, type SignInReason } from '#lib/contracts/sign-in-reason.ts';
import type { Refusal } from '#lib/pki/judge/verdict.ts';

type CertificateReason = Refusal | 'unmapped' | 'mapping-weak' | 'ambiguous-value' | 'ambiguous-person';

const tellAdministrator = 'Tell your administrator, with the number below.';
const reissue = 'Ask your administrator for a new one.';

/** Of client certificates: refused by the rules (lib/pki/judge), revoked, or nobody’s. */
export const certificateReasons = {
  'no-certificate': reason(
    'No certificate',
    [
      'Your browser sent no certificate.',
      'Insert your card or install your certificate, close all browser windows, and choose it when the browser asks.',
    ],
    [
      'The browser sent no client certificate: there is none on the device, the person cancelled, or none comes from a CA certificate of the connection.',
      'See that the CA certificates hold the issuer of this person’s certificate, and that it is installed on the device.',
    ],
  ),
  unreadable: reason(
    'Certificate not readable',
    ['Your certificate cannot be read.', reissue],
    [
      'What the browser sent is not a certificate (X.509 in DER), or the TLS library of the connector cannot read it.',
      'Issue the certificate anew.',
    ],
  ),
  expired: reason(
    'Certificate expired',
    [
      'Your certificate, or one it depends on, has ended.',
      'Use another certificate, or ask your administrator for a new one.',
    ],
    [
      'The client certificate, or one above it, has ended.',
      'Issue a new one; where an authority has ended, add its renewed certificate to the CA certificates.',
    ],
  ),
  'not-yet-valid': reason(
    'Certificate not yet valid',
    ['Your certificate, or one it depends on, is not valid yet.', 'Try again later, or use another certificate.'],
    [
      'The client certificate, or one above it, begins later.',
      'Compare the clocks of the authority and of the connector’s machine.',
    ],
  ),
  'unknown-authority': reason(
    'Unknown authority',
    ['Your certificate comes from an authority that is not accepted here.', 'Use another certificate.'],
    [
      'No path leads from the certificate to a self-signed CA certificate of the connection.',
      'If its people are to come in, add the authority and those above it to the CA certificates.',
    ],
  ),
  'broken-signature': reason(
    'Broken signature',
    [
      'Your certificate was not made by the authority it names.',
      'Use another certificate, or ask your administrator for a new one.',
    ],
    [
      'The certificate names an authority that did not sign it: it was changed, forged, or the authority has a new key.',
      'If the authority was renewed with a new key, add its new certificate; otherwise find out where this one comes from.',
    ],
  ),
  'unsupported-algorithm': reason(
    'Unsupported algorithm',
    ['Your certificate uses a kind of key that cannot be checked here.', reissue],
    [
      'A key or a signature in the path is of a kind that cannot be verified.',
      'Issue with RSA of 2048 bits or more, P-256, P-384 or P-521.',
    ],
  ),
  'weak-signature': reason(
    'Weak signature',
    ['Your certificate is signed in an old way that is no longer accepted.', reissue],
    ['A certificate in the path, other than the root, is signed with SHA-1 or MD5.', 'Issue it anew with SHA-256.'],
  ),
  'weak-key': reason(
    'Weak key',
    ['The key of your certificate, or of one it depends on, is too short.', reissue],
    ['A key in the path is shorter than RSA 2048.', 'Issue it anew with a key of 2048 bits or more.'],
  ),
  'not-an-authority': reason(
    'Not an authority',
    ['Your certificate was issued by a certificate that must not issue any.', reissue],
    [
      'A certificate that issued another one in the path does not say that it is a CA.',
      'Issue the person’s certificate by a proper authority.',
    ],
  ),
  'path-too-long': reason(
    'Path too long',
    ['Your certificate depends on more authorities than are allowed.', tellAdministrator],
    [
      'An authority allows fewer authorities below it, or no root was found within 12 certificates.',
      'Issue by an authority nearer to the root.',
    ],
  ),
  'wrong-key-usage': reason(
    'Wrong key usage',
    [
      'Your certificate is not made for signing in.',
      'Use another certificate; one for e-mail or encryption does not do.',
    ],
    [
      'The key usage of the certificate lacks digitalSignature, or that of an authority lacks keyCertSign.',
      'Correct the certificate’s template.',
    ],
  ),
  'wrong-purpose': reason(
    'Wrong purpose',
    [
      'Your certificate is not made for signing in.',
      'Use another certificate; one for e-mail or a server does not do.',
    ],
    [
      'The extended key usage of the certificate, or of an authority above it, lacks clientAuth.',
      'Correct the certificate’s template.',
    ],
  ),
  'unknown-critical-extension': reason(
    'Unknown critical extension',
    ['Your certificate sets a condition that cannot be checked here.', tellAdministrator],
    [
      'A certificate in the path carries a critical extension that is not processed.',
      'Issue by an authority without it.',
    ],
  ),
  'malformed-extension': reason(
    'Extension not readable',
    ['A part of your certificate, or of one it depends on, cannot be read.', reissue],
    [
      'A certificate in the path has an extension that cannot be read, and it is one that limits what the certificate counts for.',
      'Issue that certificate anew; the detail names the extension.',
    ],
  ),
  'name-not-permitted': reason(
    'Name not permitted',
    ['Your certificate carries a name that its authority may not give.', reissue],
    [
      'A name in the certificate lies outside the name constraints of an authority above it.',
      'Issue it by an authority that may give such names, or correct the name.',
    ],
  ),
  'policy-not-allowed': reason(
    'Policy not allowed',
    ['Your certificate was issued under another policy than is asked for.', tellAdministrator],
    [
      'An authority in the path asks for a certificate policy, and the certificate is under none that is allowed.',
      'Issue it under an allowed policy, or have the authority’s policy constraints corrected.',
    ],
  ),
  'wrong-host': reason(
    'Another host',
    ['The certificate is for another host.', tellAdministrator],
    ['The certificate is not for the host it was shown by.', 'Issue it for the name that people’s browsers ask for.'],
  ),
  'departs-from-profile': reason(
    'Not as the standard wants it',
    ['A certificate is made in a way that some software refuses.', reissue],
    [
      'A certificate of the path departs from RFC 5280 in a way that TLS libraries refuse.',
      'Issue it anew; the detail names the rule.',
    ],
  ),
  'too-much-work': reason(
    'Too many ways',
    ['There are more ways above your certificate than are followed.', tellAdministrator],
    [
      'The certificates above this one sign each other in so many ways that the search for an accepted path was given up.',
      'Remove cross-signed CA certificates that nobody’s certificate needs.',
    ],
  ),
  'issuer-name-differs': reason(
    'Issuer written differently',
    ['Your certificate writes the name of its issuer in another way than the issuer does.', reissue],
    [
      'A certificate in the path writes its issuer’s name in other letters or accents than the issuer’s own certificate does, and TLS takes them for two names.',
      'Issue a new certificate that copies the issuer’s name from the certificate of that authority.',
    ],
  ),
  'ambiguous-issuer': reason(
    'Two authorities of one name',
    ['There are two certificates of the authority that issued yours, and they are mixed up.', tellAdministrator],
    [
      'Several certificates have the name of the issuer, nothing in the client certificate says which is meant, and TLS looks at one of them only.',
      'Remove the CA certificate that is no longer needed, or issue certificates with an authority key identifier.',
    ],
  ),
  'tls-disagrees': reason(
    'Refused by TLS',
    [
      'Your certificate was refused while the secure connection was made.',
      'Use another certificate, or tell your administrator.',
    ],
    [
      'The rules here pass, but the TLS library of the connector refused the certificate in the handshake.',
      'See the connector’s log for the library’s own words.',
    ],
  ),
  revoked: reason(
    'Revoked',
    ['Your certificate was revoked.', 'Use another certificate, or ask your administrator for a new one.'],
    [
      'The authority’s revocation list holds the certificate, or one above it.',
      'If it was revoked by mistake, issue a new one: a revocation stays.',
    ],
  ),
  'revocation-unknown': reason(
    'Revocation not known',
    [
      'It cannot be found out at the moment whether your certificate was revoked.',
      'Try again later, or sign in another way.',
    ],
    [
      'A revocation list that is needed could not be had, or has ended, and the connection refuses where that is so.',
      'See that the connector reaches the authority’s distribution point and that the list is renewed in time.',
    ],
  ),
  unmapped: reason(
    'Nobody of that name',
    ['No account belongs to what you showed.', 'Use another certificate or another way, or tell your administrator.'],
    [
      'None of the mapping rules led from the certificate or the principal to a person in the directory.',
      'The steps show what was looked for. Correct the mapping rules, or the attribute in the directory.',
    ],
  ),
  'mapping-weak': reason(
    'Mapping too weak',
    [
      'Your certificate is not tied closely enough to your account.',
      'Use another certificate or another way, and tell your administrator, who can tie it to your account.',
    ],
    [
      'Only a weak mapping rule leads from the certificate to the person, and the connection requires a strong one.',
      'Write a strong name of the certificate into the person’s altSecurityIdentities: the connection’s page Mapping writes the file.',
    ],
  ),
  'ambiguous-value': reason(
    'More than one name',
    [
      'Your certificate holds more than one name of the kind that counts.',
      'Use another certificate, or tell your administrator.',
    ],
    [
      'The certificate holds several values where the mapping rule needs one, so it says of nobody for certain whose it is.',
      'Map by a value that occurs once, such as issuer and serial number, or issue the certificate anew.',
    ],
  ),
  'ambiguous-person': reason(
    'More than one person',
    ['It cannot be told which account is meant.', tellAdministrator],
    [
      'More than one person in the directory fits; nobody is signed in by chance.',
      'Make the attribute unique in the directory, or map by another.',
    ],
  ),
} as const satisfies Record<CertificateReason, SignInReason>;
