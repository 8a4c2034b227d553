import type { Address } from '#lib/flow/address.ts';

/** An address as one whole number within its family (RFC 4291 section 2, RFC 791 section 2.3). */
export function toWhole({ family, w0, w1, w2, w3 }: Address): bigint {
  if (family === 4) return BigInt(w0);
  return (BigInt(w0) << 96n) | (BigInt(w1) << 64n) | (BigInt(w2) << 32n) | BigInt(w3);
}

/** The address of a whole number within a family (RFC 4291 section 2, RFC 791 section 2.3). */
export function fromWhole(family: 4 | 6, value: bigint): Address {
  const word = (place: bigint): number => Number((value >> (place * 32n)) & 0xffffffffn);
  return family === 4
    ? { family, w0: word(0n), w1: 0, w2: 0, w3: 0 }
    : { family, w0: word(3n), w1: word(2n), w2: word(1n), w3: word(0n) };
}
