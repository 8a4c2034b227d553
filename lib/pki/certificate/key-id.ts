import type { Bytes } from '#lib/core/bytes.ts';
import { childOctets, contentOctets } from '#lib/pki/asn1/child-octets.ts';

/**
 * SHA-1 over the bits of the public key, without the algorithm: method (1) of RFC 5280 section 4.2.1.2.
 *
 * ```asn1
 * SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
 * ```
 */
export async function keyIdOf(spki: Bytes): Promise<Bytes> {
  const [, subjectPublicKey = new Uint8Array()] = childOctets(spki);
  // The first octet of a BIT STRING says how many bits at its end are unused.
  const bits = contentOctets(subjectPublicKey).subarray(1);
  return new Uint8Array(await crypto.subtle.digest('SHA-1', bits));
}
