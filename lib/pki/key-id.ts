import type { Bytes } from '#lib/core/bytes.ts';

/** SHA-1 over the bits of the public key, without the algorithm: method (1) of RFC 5280 section 4.2.1.2. */
export async function keyIdOf(spki: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-1', publicKeyBits(spki)));
}

/** `SubjectPublicKeyInfo ::= SEQUENCE { algorithm SEQUENCE, subjectPublicKey BIT STRING }`, RFC 5280 section 4.1. */
function publicKeyBits(spki: Bytes): Bytes {
  const outer = contentStart(spki, 0);
  const algorithm = contentStart(spki, outer.start);
  const bits = contentStart(spki, algorithm.start + algorithm.length);
  return spki.slice(bits.start + 1, bits.start + bits.length);
}

function contentStart(der: Uint8Array, at: number): { start: number; length: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, length: first };
  let length = 0;
  for (let index = 0; index < (first & 0x7f); index += 1) length = length * 256 + (der[at + 2 + index] ?? 0);
  return { start: at + 2 + (first & 0x7f), length };
}
