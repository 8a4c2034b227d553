import { createPrivateKey } from 'node:crypto';

/**
 * The forms in which an RSA key could lie about: its secret numbers as bytes, base64 and hexadecimal. A piece from the middle
 * of each is enough, and does not depend on how what stands before it is aligned.
 */
export function keyNeedles(pem: string): Map<string, Buffer> {
  const key = createPrivateKey(pem);
  const jwk = key.export({ format: 'jwk' });
  const needles = new Map<string, Buffer>();
  for (const part of ['d', 'p', 'q'] as const) {
    const bytes = Buffer.from(String(jwk[part]), 'base64url');
    const middle = bytes.subarray(24, 72);
    needles.set(`${part} in bytes`, middle);
    needles.set(`${part} in little-endian bytes`, Buffer.from(middle).reverse());
    needles.set(`${part} in hexadecimal`, Buffer.from(middle.toString('hex')));
    needles.set(`${part} in JWK`, Buffer.from(String(jwk[part]).slice(20, 80)));
    // Base64 of the same bytes reads in three ways, by where they begin in the text.
    for (const shift of [0, 1, 2])
      needles.set(
        `${part} in base64, shifted by ${shift}`,
        Buffer.from(bytes.subarray(24 + shift, 72 + shift).toString('base64')),
      );
  }
  return needles;
}
