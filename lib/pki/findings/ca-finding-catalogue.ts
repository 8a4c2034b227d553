import type { CatalogueEntry } from '#lib/core/finding.ts';

const area = 'ca-certificates';

/** Every finding about CA certificates (RFC 5280 section 6.1 as the rules name it). */
export const caFindingCatalogue = {
  'CA-NONE': {
    severity: 'error',
    area,
    title: 'No CA certificate',
    meaning:
      'No authority is accepted, so no client certificate is. Browsers would offer people every certificate they have.',
    remedy: 'Drop the certificates of the authorities that issue to your people, up to their roots.',
  },
  'CA-NOT-AUTHORITY': {
    severity: 'error',
    area,
    title: 'Not the certificate of an authority',
    meaning: 'Its basic constraints do not say that it is a CA, so nothing it signed is accepted.',
    remedy: 'Remove it, and drop the certificate of the authority that issued it instead.',
  },
  'CA-NO-KEY-CERT-SIGN': {
    severity: 'error',
    area,
    title: 'The authority must not sign certificates',
    meaning: 'Its key usage lacks keyCertSign, so what it signed is refused.',
    remedy: 'Remove it, or drop the certificate with which this authority issues.',
  },
  'CA-WRONG-PURPOSE': {
    severity: 'error',
    area,
    title: 'The authority may not issue for signing in',
    meaning: 'Its extended key usage lacks clientAuth; the TLS library takes that as a limit on everything below it.',
    remedy: 'Use an authority whose extended key usage is absent or has clientAuth.',
  },
  'CA-UNKNOWN-CRITICAL': {
    severity: 'error',
    area,
    title: 'The authority makes a condition that is not understood',
    meaning:
      'It carries a critical extension that is not known here; RFC 5280 section 4.2 has everybody with a certificate below it refused.',
    remedy: 'Use an authority without that extension; the message names it.',
  },
  'CA-MALFORMED-EXTENSION': {
    severity: 'error',
    area,
    title: 'An extension of the authority cannot be read',
    meaning:
      'It is one that limits what the authority may do, so nobody can tell what is allowed; everybody with a certificate below it is refused.',
    remedy: 'Have the authority’s certificate issued again; the message names the extension.',
  },
  'CA-TIME-FORM': {
    severity: 'error',
    area,
    title: 'The times of the authority are written in a form that TLS refuses',
    meaning:
      'They lack the seconds, have parts of a second, or are not in GMT. Connectors’ TLS library refuses everybody with a certificate below it.',
    remedy: 'Have the authority’s certificate issued again, with times as RFC 5280 section 4.1.2.5 has them.',
  },
  'CA-NAME-FORM': {
    severity: 'error',
    area,
    title: 'TLS cannot read the certificate of the authority',
    meaning:
      'A name in it is written in a kind of text that names cannot have. Connectors’ TLS library refuses everybody with a certificate below it.',
    remedy: 'Have the authority’s certificate issued again, with names in UTF-8.',
  },
  'CA-UNSUPPORTED-KEY': {
    severity: 'error',
    area,
    title: 'The key of the authority is of a kind that is not supported',
    meaning: 'Its signatures cannot be verified, so what it issued is refused.',
    remedy: 'Use an authority with an RSA, elliptic-curve (P-256, P-384, P-521) or Ed25519 key.',
  },
  'CA-EXPIRED': {
    severity: 'error',
    area,
    title: 'The authority has ended',
    meaning: 'Everybody with a certificate below it is refused.',
    remedy: 'Remove it, or drop its renewed certificate.',
  },
  'CA-SUPERSEDED': {
    severity: 'note',
    area,
    title: 'A left-over certificate of an authority that was renewed',
    meaning:
      'It has ended, or its own issuer is missing, but another certificate of the same authority is here and is used.',
    remedy: 'Remove it; nobody needs it any more.',
  },
  'CA-EXPIRES-SOON': {
    severity: 'warning',
    area,
    title: 'The authority ends within 30 days',
    meaning: 'From that day on everybody with a certificate below it is refused.',
    remedy: 'Drop its renewed certificate beside it now.',
  },
  'CA-NOT-YET-VALID': {
    severity: 'warning',
    area,
    title: 'The authority is not valid yet',
    meaning: 'Until its first day everybody with a certificate below it is refused.',
    remedy: 'Keep its former certificate beside it until then.',
  },
  'CA-MISSING-PARENT': {
    severity: 'error',
    area,
    title: 'The parent of an authority is missing',
    meaning: 'The path must end at a self-signed root that was uploaded; without it everybody below is refused.',
    remedy: 'Add the missing authority, up to its root.',
  },
  'CA-ROOT-ONLY': {
    severity: 'warning',
    area,
    title: 'A root without an issuing authority',
    meaning:
      'If people’s certificates come from an authority below the root, they are accepted only where the browser sends that authority along, and browsers may not offer them at all.',
    remedy: 'Add the authorities below it that issue to people; ignore this where the root issues to people itself.',
  },
  'CA-PATH-LENGTH': {
    severity: 'error',
    area,
    title: 'The authority stands deeper than one above it allows',
    meaning: 'An authority above it limits how many may follow (path length), so everybody below is refused.',
    remedy: 'Remove it, or have the authority above reissued with a longer path length.',
  },
  'CA-CHAIN-TOO-LONG': {
    severity: 'error',
    area,
    title: 'Too many authorities above each other',
    meaning: 'Paths of more than 12 certificates are not followed.',
    remedy: 'Remove the authorities that issue nothing to people.',
  },
  'CA-SHA1': {
    severity: 'error',
    area,
    title: 'The certificate of the authority is signed with SHA-1 or MD5',
    meaning:
      'Such signatures can be forged; OpenSSL 3 drops them in the handshake. Roots are not concerned: their own signature proves nothing.',
    remedy: 'Have the authority’s certificate issued again with SHA-256.',
  },
  'CA-WEAK-KEY': {
    severity: 'error',
    area,
    title: 'The key of the authority is too short',
    meaning: 'RSA needs 2048 bits; less is refused in the handshake, for roots too.',
    remedy: 'Use an authority with a key of RSA 2048 or P-256 and more.',
  },
  'CA-PUBLIC': {
    severity: 'warning',
    area,
    title: 'A public authority',
    meaning:
      'It issues to anybody in the world. Everybody with a certificate of it passes the authority check, and browsers offer people unrelated certificates.',
    remedy: 'Remove it, and upload the authority of your own organisation.',
  },
  'CA-HINTS-LARGE': {
    severity: 'warning',
    area,
    title: 'The names of the authorities take more than 8 KB',
    meaning: 'They are sent with every TLS request for a certificate; some clients have trouble with long lists.',
    remedy: 'Remove the authorities that issue nothing to people.',
  },
  'CA-HINTS-TOO-LARGE': {
    severity: 'error',
    area,
    title: 'The names of the authorities take more than 16 KB',
    meaning: 'They do not fit into one TLS record with the rest of the request; clients stop the handshake.',
    remedy: 'Remove the authorities that issue nothing to people.',
  },
  'CA-DUPLICATE': {
    severity: 'note',
    area,
    title: 'The same CA certificate twice',
    meaning: 'It counts once.',
    remedy: 'Remove one of them.',
  },
  'CA-OUTLIVED': {
    severity: 'warning',
    area,
    title: 'An authority lasts longer than the one above it',
    meaning: 'When the one above ends, everybody below is refused although their own certificates still last.',
    remedy: 'Have the authority above renewed before that day, and add its new certificate.',
  },
  'CA-NEGATIVE-SERIAL': {
    severity: 'note',
    area,
    title: 'The serial number of the authority is negative',
    meaning: 'RFC 5280 forbids it; it works here, but some other programs refuse to read the certificate.',
    remedy: 'Nothing to do here; have it reissued with a positive serial number when it is renewed.',
  },
  'CA-PROFILE': {
    severity: 'note',
    area,
    title: 'A CA certificate is not made as the standard wants it',
    meaning: 'Connectors accept its people; some other software refuses such a certificate (RFC 5280 section 4).',
    remedy: 'Nothing has to be done. When the authority is renewed, follow RFC 5280.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
