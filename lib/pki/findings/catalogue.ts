import type { FindingArea, Severity } from '#lib/core/finding.ts';

export type CatalogueEntry = {
  readonly severity: Severity;
  readonly area: FindingArea;
  readonly title: string;
  /** What it means, for somebody who looks the id up. */
  readonly meaning: string;
  readonly remedy: string;
};

const ssl = 'ssl-certificate';
const ca = 'ca-certificates';

/** Every finding about certificates. The ids are stable; docs/findings.md is written from this. */
export const pkiFindingCatalogue = {
  'SSL-MISSING': {
    severity: 'error',
    area: ssl,
    title: 'No SSL certificate',
    meaning:
      'Without a certificate for the front-facing URL the connectors cannot answer browsers, so nobody can present a certificate.',
    remedy: 'Drop the SSL certificate of the front-facing URL with its key (.pfx, or .pem with .key).',
  },
  'SSL-EXPIRED': {
    severity: 'error',
    area: ssl,
    title: 'The SSL certificate, or one above it, has ended',
    meaning: 'Browsers stop with a warning page before they reach the connector.',
    remedy: 'Drop a renewed certificate with its key.',
  },
  'SSL-EXPIRES-SOON': {
    severity: 'warning',
    area: ssl,
    title: 'The SSL certificate ends within 30 days',
    meaning: 'From that day on browsers stop with a warning page before they reach the connector.',
    remedy: 'Have it renewed now and drop the new certificate with its key.',
  },
  'SSL-NOT-YET-VALID': {
    severity: 'error',
    area: ssl,
    title: 'The SSL certificate is not valid yet',
    meaning: 'Browsers refuse a certificate before its first day as they do after its last.',
    remedy: 'Publish it from its first day on, or use the certificate that is valid today.',
  },
  'SSL-NAME-MISMATCH': {
    severity: 'error',
    area: ssl,
    title: 'The SSL certificate is for another host',
    meaning:
      'The host of the front-facing URL is not among the alternative names of the certificate, so browsers stop with a warning page.',
    remedy: 'Use a certificate that names the host of the front-facing URL, or change the front-facing URL.',
  },
  'SSL-NO-SAN': {
    severity: 'error',
    area: ssl,
    title: 'The SSL certificate has no alternative names',
    meaning:
      'Browsers have read host names from the subject alternative names only since 2017; the common name does not count.',
    remedy: 'Have the certificate issued again with the host as a subject alternative name.',
  },
  'SSL-MISSING-INTERMEDIATE': {
    severity: 'warning',
    area: ssl,
    title: 'The issuer of the SSL certificate is not in the file',
    meaning:
      'Browsers that have not met this issuer before cannot build a path to a root they trust. Fine only where the issuer is itself a root on every device.',
    remedy: 'Add the certificate of the issuing authority to the SSL certificate.',
  },
  'SSL-CHAIN-ORDER': {
    severity: 'note',
    area: ssl,
    title: 'The SSL chain is out of order',
    meaning:
      'TLS sends each certificate after the one it issued; most browsers sort it out, some older clients do not.',
    remedy: 'Drop the files again: the console puts them in order.',
  },
  'SSL-UNUSED': {
    severity: 'note',
    area: ssl,
    title: 'A certificate does not belong to the SSL chain',
    meaning: 'It is sent with every handshake and helps nobody.',
    remedy: 'Remove it from the SSL certificate.',
  },
  'SSL-SELF-SIGNED': {
    severity: 'warning',
    area: ssl,
    title: 'The SSL certificate is self-signed',
    meaning: 'No browser trusts it unless it is installed as trusted on every device.',
    remedy: 'Use a certificate of an authority that the devices trust.',
  },
  'SSL-IS-AUTHORITY': {
    severity: 'warning',
    area: ssl,
    title: 'The SSL certificate is the certificate of an authority',
    meaning:
      'The first certificate says that it is an authority (CA). Firefox refuses that for a server, and usually the wrong file was dropped.',
    remedy: 'Put the certificate of the host itself first.',
  },
  'SSL-WRONG-PURPOSE': {
    severity: 'error',
    area: ssl,
    title: 'The SSL certificate is not for servers',
    meaning: 'Its extended key usage lacks serverAuth, or its key usage lacks digitalSignature; browsers refuse it.',
    remedy: 'Have it issued from a template for web servers.',
  },
  'SSL-SHA1': {
    severity: 'error',
    area: ssl,
    title: 'The SSL chain is signed with SHA-1 or MD5',
    meaning: 'Such signatures can be forged. Browsers refuse them, and OpenSSL does not even load the certificate.',
    remedy: 'Have it issued again with SHA-256.',
  },
  'SSL-WEAK-KEY': {
    severity: 'error',
    area: ssl,
    title: 'A key in the SSL chain is too short',
    meaning: 'RSA needs 2048 bits. Browsers refuse less, and OpenSSL does not load it.',
    remedy: 'Have a certificate issued for a new key of RSA 2048 or P-256.',
  },
  'SSL-LONG-LIVED': {
    severity: 'warning',
    area: ssl,
    title: 'The SSL certificate is valid for longer than 825 days',
    meaning:
      'Apple devices refuse server certificates that are valid for longer than that, private authorities included.',
    remedy: 'Have it issued for at most 825 days.',
  },
  'SSL-NEGATIVE-SERIAL': {
    severity: 'warning',
    area: ssl,
    title: 'A serial number in the SSL chain is negative',
    meaning: 'RFC 5280 forbids it and some TLS libraries refuse to read such a certificate.',
    remedy: 'Have it issued again with a positive serial number.',
  },
  'SSL-KEY-MISMATCH': {
    severity: 'error',
    area: ssl,
    title: 'The key does not belong to the SSL certificate',
    meaning:
      'The public half of the key is another one than that in the certificate; the connector could not answer with it.',
    remedy: 'Drop the key that the certificate was requested with.',
  },
  'CA-NONE': {
    severity: 'error',
    area: ca,
    title: 'No CA certificate',
    meaning:
      'No authority is accepted, so no client certificate is. Browsers would offer people every certificate they have.',
    remedy: 'Drop the certificates of the authorities that issue to your people, up to their roots.',
  },
  'CA-NOT-AUTHORITY': {
    severity: 'error',
    area: ca,
    title: 'Not the certificate of an authority',
    meaning: 'Its basic constraints do not say that it is a CA, so nothing it signed is accepted.',
    remedy: 'Remove it, and drop the certificate of the authority that issued it instead.',
  },
  'CA-NO-KEY-CERT-SIGN': {
    severity: 'error',
    area: ca,
    title: 'The authority must not sign certificates',
    meaning: 'Its key usage lacks keyCertSign, so what it signed is refused.',
    remedy: 'Remove it, or drop the certificate with which this authority issues.',
  },
  'CA-WRONG-PURPOSE': {
    severity: 'error',
    area: ca,
    title: 'The authority may not issue for signing in',
    meaning: 'Its extended key usage lacks clientAuth; the TLS library takes that as a limit on everything below it.',
    remedy: 'Use an authority whose extended key usage is absent or has clientAuth.',
  },
  'CA-UNKNOWN-CRITICAL': {
    severity: 'error',
    area: ca,
    title: 'The authority makes a condition that is not understood',
    meaning:
      'It carries an extension that binds and that is not processed, such as name constraints; RFC 5280 has everything below it refused.',
    remedy: 'Use an authority without that extension, and tell us which extension you need.',
  },
  'CA-UNSUPPORTED-KEY': {
    severity: 'error',
    area: ca,
    title: 'The key of the authority is of a kind that is not supported',
    meaning: 'Its signatures cannot be verified, so what it issued is refused.',
    remedy: 'Use an authority with an RSA, elliptic-curve (P-256, P-384, P-521) or Ed25519 key.',
  },
  'CA-EXPIRED': {
    severity: 'error',
    area: ca,
    title: 'The authority has ended',
    meaning: 'Everybody with a certificate below it is refused.',
    remedy: 'Remove it, or drop its renewed certificate.',
  },
  'CA-SUPERSEDED': {
    severity: 'note',
    area: ca,
    title: 'A left-over certificate of an authority that was renewed',
    meaning:
      'It has ended, or its own issuer is missing, but another certificate of the same authority is here and is used.',
    remedy: 'Remove it; nobody needs it any more.',
  },
  'CA-EXPIRES-SOON': {
    severity: 'warning',
    area: ca,
    title: 'The authority ends within 30 days',
    meaning: 'From that day on everybody with a certificate below it is refused.',
    remedy: 'Drop its renewed certificate beside it now.',
  },
  'CA-NOT-YET-VALID': {
    severity: 'warning',
    area: ca,
    title: 'The authority is not valid yet',
    meaning: 'Until its first day everybody with a certificate below it is refused.',
    remedy: 'Keep its former certificate beside it until then.',
  },
  'CA-MISSING-PARENT': {
    severity: 'error',
    area: ca,
    title: 'The parent of an authority is missing',
    meaning: 'The path must end at a self-signed root that was uploaded; without it everybody below is refused.',
    remedy: 'Add the missing authority, up to its root.',
  },
  'CA-ROOT-ONLY': {
    severity: 'warning',
    area: ca,
    title: 'A root without an issuing authority',
    meaning:
      'If people’s certificates come from an authority below the root, they are accepted only where the browser sends that authority along, and browsers may not offer them at all.',
    remedy: 'Add the authorities below it that issue to people; ignore this where the root issues to people itself.',
  },
  'CA-PATH-LENGTH': {
    severity: 'error',
    area: ca,
    title: 'The authority stands deeper than one above it allows',
    meaning: 'An authority above it limits how many may follow (path length), so everybody below is refused.',
    remedy: 'Remove it, or have the authority above reissued with a longer path length.',
  },
  'CA-CHAIN-TOO-LONG': {
    severity: 'error',
    area: ca,
    title: 'Too many authorities above each other',
    meaning: 'Paths of more than 12 certificates are not followed.',
    remedy: 'Remove the authorities that issue nothing to people.',
  },
  'CA-SHA1': {
    severity: 'error',
    area: ca,
    title: 'The certificate of the authority is signed with SHA-1 or MD5',
    meaning:
      'Such signatures can be forged; OpenSSL 3 drops them in the handshake. Roots are not concerned: their own signature proves nothing.',
    remedy: 'Have the authority’s certificate issued again with SHA-256.',
  },
  'CA-WEAK-KEY': {
    severity: 'error',
    area: ca,
    title: 'The key of the authority is too short',
    meaning: 'RSA needs 2048 bits; less is refused in the handshake, for roots too.',
    remedy: 'Use an authority with a key of RSA 2048 or P-256 and more.',
  },
  'CA-PUBLIC': {
    severity: 'warning',
    area: ca,
    title: 'A public authority',
    meaning:
      'It issues to anybody in the world. Everybody with a certificate of it passes the authority check, and browsers offer people unrelated certificates.',
    remedy: 'Remove it, and upload the authority of your own organisation.',
  },
  'CA-HINTS-LARGE': {
    severity: 'warning',
    area: ca,
    title: 'The names of the authorities take more than 8 KB',
    meaning: 'They are sent with every TLS request for a certificate; some clients have trouble with long lists.',
    remedy: 'Remove the authorities that issue nothing to people.',
  },
  'CA-HINTS-TOO-LARGE': {
    severity: 'error',
    area: ca,
    title: 'The names of the authorities take more than 16 KB',
    meaning: 'They do not fit into one TLS record with the rest of the request; clients stop the handshake.',
    remedy: 'Remove the authorities that issue nothing to people.',
  },
  'CA-DUPLICATE': {
    severity: 'note',
    area: ca,
    title: 'The same CA certificate twice',
    meaning: 'It counts once.',
    remedy: 'Remove one of them.',
  },
  'CA-OUTLIVED': {
    severity: 'warning',
    area: ca,
    title: 'An authority lasts longer than the one above it',
    meaning: 'When the one above ends, everybody below is refused although their own certificates still last.',
    remedy: 'Have the authority above renewed before that day, and add its new certificate.',
  },
  'CA-NEGATIVE-SERIAL': {
    severity: 'note',
    area: ca,
    title: 'The serial number of the authority is negative',
    meaning: 'RFC 5280 forbids it; it works here, but some other programs refuse to read the certificate.',
    remedy: 'Nothing to do here; have it reissued with a positive serial number when it is renewed.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type PkiFindingId = keyof typeof pkiFindingCatalogue;
