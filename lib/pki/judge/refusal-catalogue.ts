import type { Refusal } from '#lib/pki/judge/verdict.ts';

export type RefusalEntry = {
  readonly title: string;
  readonly meaning: string;
  /** Where the rule is written. */
  readonly paragraph: string;
  /** What an administrator can do. */
  readonly remedy: string;
};

/** What each refusal of a client certificate means, for lists, logs and docs/findings.md (RFC 5280 section 6.1 unless said). */
export const refusalCatalogue: Readonly<Record<Refusal, RefusalEntry>> = {
  'no-certificate': {
    title: 'No certificate',
    meaning:
      'The browser sent none: there is none on the device, the person cancelled, or all of them have ended or come from authorities that are not among the CA certificates.',
    paragraph: 'RFC 8446 section 4.4.2.4',
    remedy: 'See that the certificate is installed on the device and that its issuer is among the CA certificates.',
  },
  unreadable: {
    title: 'Not readable',
    meaning:
      'What the browser sent is not a certificate (X.509 in DER), or the TLS library of the connector cannot read it.',
    paragraph: 'RFC 5280 section 4.1',
    remedy: 'Issue the certificate anew.',
  },
  expired: {
    title: 'Expired',
    meaning: 'The certificate, or one above it, has ended.',
    paragraph: 'RFC 5280 section 6.1.3 (a)(2)',
    remedy: 'Issue a new one; where an authority has ended, add its renewed certificate to the CA certificates.',
  },
  'not-yet-valid': {
    title: 'Not yet valid',
    meaning: 'The certificate, or one above it, begins later.',
    paragraph: 'RFC 5280 section 6.1.3 (a)(2)',
    remedy: 'Compare the clocks of the authority and of the connector’s machine.',
  },
  'unknown-authority': {
    title: 'Unknown authority',
    meaning: 'No path leads from the certificate to a self-signed CA certificate of the connection.',
    paragraph: 'RFC 5280 section 6.1.3 (a)(4)',
    remedy: 'If its people are to come in, add the authority and those above it to the CA certificates.',
  },
  'broken-signature': {
    title: 'Broken signature',
    meaning:
      'The certificate names an authority that did not sign it: it was changed, forged, or the authority has a new key.',
    paragraph: 'RFC 5280 section 6.1.3 (a)(1)',
    remedy:
      'If the authority was renewed with a new key, add its new certificate; otherwise find out where this one comes from.',
  },
  'unsupported-algorithm': {
    title: 'Unsupported algorithm',
    meaning:
      'A key or a signature in the path is of a kind that cannot be verified (DSA, Ed448, curves other than P-256, P-384, P-521).',
    paragraph: 'RFC 5280 section 6.1.4 (f)',
    remedy: 'Issue with RSA of 2048 bits or more, P-256, P-384 or P-521.',
  },
  'weak-signature': {
    title: 'Weak signature',
    meaning: 'A certificate in the path, other than the root, is signed with SHA-1 or MD5.',
    paragraph: 'RFC 6194 section 3',
    remedy: 'Issue it anew with SHA-256.',
  },
  'weak-key': {
    title: 'Weak key',
    meaning: 'A key in the path is shorter than RSA 2048.',
    paragraph: 'NIST SP 800-57 part 1 table 2',
    remedy: 'Issue it anew with a key of 2048 bits or more.',
  },
  'not-an-authority': {
    title: 'Not an authority',
    meaning: 'A certificate that issued another one in the path does not say that it is a CA.',
    paragraph: 'RFC 5280 section 6.1.4 (k)',
    remedy: 'Issue the person’s certificate by a proper authority.',
  },
  'path-too-long': {
    title: 'Path too long',
    meaning: 'An authority allows fewer authorities below it, or no root was found within 12 certificates.',
    paragraph: 'RFC 5280 section 6.1.4 (l) and (m)',
    remedy: 'Issue by an authority nearer to the root.',
  },
  'wrong-key-usage': {
    title: 'Wrong key usage',
    meaning: 'The certificate’s key usage lacks digitalSignature, or an authority’s lacks keyCertSign.',
    paragraph: 'RFC 5280 section 4.2.1.3',
    remedy: 'Correct the certificate’s template.',
  },
  'wrong-purpose': {
    title: 'Wrong purpose',
    meaning: 'The extended key usage of the certificate, or of an authority above it, lacks clientAuth.',
    paragraph: 'RFC 5280 section 4.2.1.12',
    remedy: 'Correct the certificate’s template.',
  },
  'unknown-critical-extension': {
    title: 'Unknown critical extension',
    meaning: 'A certificate in the path carries a critical extension that is not processed.',
    paragraph: 'RFC 5280 section 4.2',
    remedy: 'Issue by an authority without it.',
  },
  revoked: {
    title: 'Revoked',
    meaning:
      'The certificate, or an authority above it, is on the revocation list of the authority that issued it (RFC 5280 section 6.3).',
    paragraph: 'RFC 5280 section 6.3',
    remedy: 'If it was revoked by mistake, issue a new one: a revocation stays.',
  },
  'revocation-unknown': {
    title: 'Revocation unknown',
    meaning:
      'No current, usable revocation list was had for a certificate in the path, and the settings let nobody in without one.',
    paragraph: 'RFC 5280 section 6.3.3',
    remedy: 'See that the connector reaches the authority’s distribution point and that the list is renewed in time.',
  },
  'issuer-name-differs': {
    title: 'Issuer written differently',
    meaning:
      'A certificate in the path writes its issuer’s name in other letters or accents than the issuer’s own certificate does. RFC 5280 takes the two for one name, but the TLS library of the connector does not.',
    paragraph: 'RFC 5280 section 7.1',
    remedy: 'Issue a new certificate that copies the issuer’s name from the certificate of that authority.',
  },
  'ambiguous-issuer': {
    title: 'Two authorities of one name',
    meaning:
      'There are several certificates with the name of the issuer, and nothing in the certificate says which is meant. The TLS library of the connector looks at one of them only, and it is not the right one.',
    paragraph: 'RFC 5280 section 4.2.1.1',
    remedy:
      'Remove the CA certificate that is no longer needed, or issue certificates with an authority key identifier.',
  },
  'tls-disagrees': {
    title: 'Refused by TLS',
    meaning: 'The rules here pass, but the TLS library of the connector refused the certificate in the handshake.',
    paragraph: 'RFC 8446 section 4.4.2.4',
    remedy: 'See the connector’s log for the TLS library’s own words.',
  },
  'malformed-extension': {
    title: 'Extension not readable',
    meaning:
      'A certificate in the path has an extension that cannot be read, and it is one that limits what the certificate counts for.',
    paragraph: 'RFC 5280 section 4.2',
    remedy: 'Issue that certificate anew; the message names the extension.',
  },
  'name-not-permitted': {
    title: 'Name not permitted',
    meaning: 'A name in a certificate of the path lies outside the name constraints of an authority above it.',
    paragraph: 'RFC 5280 section 6.1.3 (b) and (c)',
    remedy: 'Issue by an authority that may give such names, or correct the name.',
  },
  'policy-not-allowed': {
    title: 'Policy not allowed',
    meaning:
      'An authority in the path asks for a certificate policy, and the certificate is under none that is allowed.',
    paragraph: 'RFC 5280 section 6.1.5 (g)',
    remedy: 'Issue it under an allowed policy, or have the authority’s policy constraints corrected.',
  },
  'wrong-host': {
    title: 'Another host',
    meaning: 'A server’s certificate is not for the host name or address it is asked under.',
    paragraph: 'RFC 9525 section 6.3',
    remedy: 'Issue it for the name in the front-facing URL.',
  },
  'departs-from-profile': {
    title: 'Not as the standard wants it',
    meaning: 'A certificate in the path departs from RFC 5280 in a way that TLS libraries refuse.',
    paragraph: 'RFC 5280 section 4',
    remedy: 'Issue it anew; the message names the rule.',
  },
  'too-much-work': {
    title: 'Too many ways',
    meaning:
      'The certificates above sign each other in so many ways, or carry so many names and conditions, that the search was given up.',
    paragraph: 'RFC 4158 section 2.4.1',
    remedy: 'Remove cross-signed CA certificates that nobody’s certificate needs.',
  },
};
