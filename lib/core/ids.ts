import { toBase64Url } from '#lib/core/bytes.ts';

/** Fills the given array with random bytes, as `crypto.getRandomValues` does. */
export type FillRandom = (target: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

/** An identifier with 96 random bits behind a readable prefix: `con_8Jx…`. */
export function newId(prefix: string, fillRandom: FillRandom): string {
  return `${prefix}_${toBase64Url(fillRandom(new Uint8Array(12)))}`;
}

/** A bearer secret with 256 random bits, fit for a URL. */
export function newToken(fillRandom: FillRandom): string {
  return toBase64Url(fillRandom(new Uint8Array(32)));
}
