import type { Bytes } from '#lib/core/bytes.ts';
import { childOctets } from '#lib/pki/asn1/child-octets.ts';
import { derNull, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';

/** WebCrypto takes RSA keys as rsaEncryption only; a key restricted to PSS (RFC 4055 section 1.2) is the same key under another identifier. */
export function plainRsaKey(spki: Bytes): Bytes | undefined {
  const [, key] = childOctets(spki);
  return key === undefined ? undefined : derSequence(derSequence(derOid('1.2.840.113549.1.1.1'), derNull()), key);
}
