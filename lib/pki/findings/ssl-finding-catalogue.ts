import type { CatalogueEntry } from '#lib/core/finding.ts';

const area = 'ssl-certificate';

/** Every finding about the SSL certificate (RFC 5280, RFC 9525, RFC 8446 as the rules name them). */
export const sslFindingCatalogue = {
  'SSL-MISSING': {
    severity: 'error',
    area,
    title: 'No SSL certificate',
    meaning:
      'Without a certificate for the front-facing URL the connectors cannot answer browsers, so nobody can present a certificate.',
    remedy: 'Drop the SSL certificate of the front-facing URL with its key (.pfx, or .pem with .key).',
  },
  'SSL-EXPIRED': {
    severity: 'error',
    area,
    title: 'The SSL certificate, or one above it, has ended',
    meaning: 'Browsers stop with a warning page before they reach the connector.',
    remedy: 'Drop a renewed certificate with its key.',
  },
  'SSL-ROOT-EXPIRED': {
    severity: 'warning',
    area,
    title: 'The root sent with the SSL certificate has ended',
    meaning:
      'Devices trust their own copy of a root. Where that is a renewed one all is well, and where it is this one they refuse.',
    remedy: 'Remove it from the SSL certificate, and see that the devices have the renewed root.',
  },
  'SSL-EXPIRES-SOON': {
    severity: 'warning',
    area,
    title: 'The SSL certificate ends within 30 days',
    meaning:
      'From that day on browsers stop with a warning page before they reach the connector. Certificates of less than 90 days are spoken of in their last third.',
    remedy: 'Have it renewed now and drop the new certificate with its key.',
  },
  'SSL-NOT-YET-VALID': {
    severity: 'error',
    area,
    title: 'The SSL certificate is not valid yet',
    meaning: 'Browsers refuse a certificate before its first day as they do after its last.',
    remedy: 'Publish it from its first day on, or use the certificate that is valid today.',
  },
  'SSL-NAME-MISMATCH': {
    severity: 'error',
    area,
    title: 'The SSL certificate is for another host',
    meaning:
      'The host of the front-facing URL is not among the alternative names of the certificate, so browsers stop with a warning page.',
    remedy: 'Use a certificate that names the host of the front-facing URL, or change the front-facing URL.',
  },
  'SSL-NO-SAN': {
    severity: 'error',
    area,
    title: 'The SSL certificate has no alternative names',
    meaning:
      'Browsers have read host names from the subject alternative names only since 2017; the common name does not count.',
    remedy: 'Have the certificate issued again with the host as a subject alternative name.',
  },
  'SSL-MISSING-INTERMEDIATE': {
    severity: 'warning',
    area,
    title: 'The issuer of the SSL certificate is not in the file',
    meaning:
      'Browsers that have not met this issuer before cannot build a path to a root they trust. Fine only where the issuer is itself a root on every device.',
    remedy: 'Add the certificate of the issuing authority to the SSL certificate.',
  },
  'SSL-CHAIN-ORDER': {
    severity: 'note',
    area,
    title: 'The SSL chain is out of order',
    meaning:
      'TLS sends each certificate after the one it issued; most browsers sort it out, some older clients do not.',
    remedy: 'Drop the files again: the console puts them in order.',
  },
  'SSL-UNUSED': {
    severity: 'note',
    area,
    title: 'A certificate does not belong to the SSL chain',
    meaning: 'It is sent with every handshake and helps nobody.',
    remedy: 'Remove it from the SSL certificate.',
  },
  'SSL-SELF-SIGNED': {
    severity: 'warning',
    area,
    title: 'The SSL certificate is self-signed',
    meaning: 'No browser trusts it unless it is installed as trusted on every device.',
    remedy: 'Use a certificate of an authority that the devices trust.',
  },
  'SSL-IS-AUTHORITY': {
    severity: 'warning',
    area,
    title: 'The SSL certificate is the certificate of an authority',
    meaning:
      'The first certificate says that it is an authority (CA). Firefox refuses that for a server, and usually the wrong file was dropped.',
    remedy: 'Put the certificate of the host itself first.',
  },
  'SSL-WRONG-PURPOSE': {
    severity: 'error',
    area,
    title: 'The SSL certificate is not for servers',
    meaning: 'Its extended key usage lacks serverAuth, or its key usage lacks digitalSignature; browsers refuse it.',
    remedy: 'Have it issued from a template for web servers.',
  },
  'SSL-SHA1': {
    severity: 'error',
    area,
    title: 'The SSL chain is signed with SHA-1 or MD5',
    meaning: 'Such signatures can be forged. Browsers refuse them, and OpenSSL does not even load the certificate.',
    remedy: 'Have it issued again with SHA-256.',
  },
  'SSL-WEAK-KEY': {
    severity: 'error',
    area,
    title: 'A key in the SSL chain is too short',
    meaning: 'RSA needs 2048 bits. Browsers refuse less, and OpenSSL does not load it.',
    remedy: 'Have a certificate issued for a new key of RSA 2048 or P-256.',
  },
  'SSL-UNSUPPORTED-KEY': {
    severity: 'error',
    area,
    title: 'A key in the SSL chain is of a kind that browsers do not take',
    meaning:
      'Browsers take RSA and the elliptic curves P-256, P-384 and P-521 from servers, not Ed25519 and no other curve.',
    remedy: 'Have a certificate issued for a new key of RSA 2048 or P-256.',
  },
  'SSL-LONG-LIVED': {
    severity: 'warning',
    area,
    title: 'The SSL certificate is valid for longer than 825 days',
    meaning:
      'Apple devices refuse server certificates that are valid for longer than that, private authorities included.',
    remedy: 'Have it issued for at most 825 days.',
  },
  'SSL-NEGATIVE-SERIAL': {
    severity: 'warning',
    area,
    title: 'A serial number in the SSL chain is negative',
    meaning: 'RFC 5280 forbids it and some TLS libraries refuse to read such a certificate.',
    remedy: 'Have it issued again with a positive serial number.',
  },
  'SSL-PATH': {
    severity: 'warning',
    area,
    title: 'A certificate of the SSL chain breaks a rule of path validation',
    meaning:
      'Clients follow the path from the SSL certificate to a root (RFC 5280 section 6.1); one that keeps to the rule refuses the connection.',
    remedy: 'Have it issued again; the message names the rule.',
  },
  'SSL-PROFILE': {
    severity: 'warning',
    area,
    title: 'A certificate of the SSL chain is not made as the standard wants it',
    meaning:
      'Browsers take it; some other software that connects to the front-facing URL refuses it (RFC 5280 section 4).',
    remedy: 'Have it issued again by an authority whose templates follow RFC 5280.',
  },
  'SSL-KEY-MISMATCH': {
    severity: 'error',
    area,
    title: 'The key does not belong to the SSL certificate',
    meaning:
      'The public half of the key is another one than that in the certificate; the connector could not answer with it.',
    remedy: 'Drop the key that the certificate was requested with.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
