import type { Refusal } from '#lib/pki/judge/verdict.ts';

/** What each refusal of a client certificate means, for lists, logs and docs/findings.md (RFC 5280 section 6.1 unless said). */
export const refusalCatalogue: Readonly<Record<Refusal, { readonly title: string; readonly meaning: string }>> = {
  'no-certificate': {
    title: 'No certificate',
    meaning:
      'The browser sent none: there is none on the device, the person cancelled, or all of them have ended or come from authorities that are not among the CA certificates.',
  },
  unreadable: { title: 'Not readable', meaning: 'What was sent is not an X.509 certificate in DER.' },
  expired: { title: 'Expired', meaning: 'The certificate, or one above it, has ended.' },
  'not-yet-valid': { title: 'Not yet valid', meaning: 'The certificate, or one above it, begins later.' },
  'unknown-authority': {
    title: 'Unknown authority',
    meaning: 'No path leads from the certificate to a self-signed CA certificate of the connection.',
  },
  'broken-signature': {
    title: 'Broken signature',
    meaning:
      'The certificate names an authority that did not sign it: it was changed, forged, or the authority has a new key.',
  },
  'unsupported-algorithm': {
    title: 'Unsupported algorithm',
    meaning:
      'A key or a signature in the path is of a kind that cannot be verified (DSA, Ed448, curves other than P-256, P-384, P-521).',
  },
  'weak-signature': {
    title: 'Weak signature',
    meaning: 'A certificate in the path, other than the root, is signed with SHA-1 or MD5.',
  },
  'weak-key': { title: 'Weak key', meaning: 'A key in the path is shorter than RSA 2048.' },
  'not-an-authority': {
    title: 'Not an authority',
    meaning: 'A certificate that issued another one in the path does not say that it is a CA.',
  },
  'path-too-long': {
    title: 'Path too long',
    meaning: 'An authority allows fewer authorities below it, or no root was found within 12 certificates.',
  },
  'wrong-key-usage': {
    title: 'Wrong key usage',
    meaning: 'The certificate’s key usage lacks digitalSignature, or an authority’s lacks keyCertSign.',
  },
  'wrong-purpose': {
    title: 'Wrong purpose',
    meaning: 'The extended key usage of the certificate, or of an authority above it, lacks clientAuth.',
  },
  'unknown-critical-extension': {
    title: 'Unknown critical extension',
    meaning:
      'A certificate in the path carries a critical extension that is not processed, or name constraints, which are not processed either.',
  },
  revoked: {
    title: 'Revoked',
    meaning:
      'The certificate, or an authority above it, is on the revocation list of the authority that issued it (RFC 5280 section 6.3).',
  },
  'revocation-unknown': {
    title: 'Revocation unknown',
    meaning:
      'No current, usable revocation list was had for a certificate in the path, and the settings let nobody in without one.',
  },
  'tls-disagrees': {
    title: 'Refused by TLS',
    meaning: 'The rules here pass, but the TLS library of the connector refused the certificate in the handshake.',
  },
};
