import { type Outcome, success } from '#lib/core/outcome.ts';
import { type AddressProblem, explainAddress } from '#lib/flow/explain-address.ts';
import { isMapped, scanAddress } from '#lib/flow/scan-address.ts';

export type { AddressProblem, AddressProblemCode } from '#lib/flow/explain-address.ts';

/**
 * An address as four unsigned 32-bit words, the most significant first. An IPv4 address stands in `w0`, its other words are 0:
 * so both families compare, mask and nest by the same code, and no BigInt is needed.
 */
export type Address = {
  readonly family: 4 | 6;
  readonly w0: number;
  readonly w1: number;
  readonly w2: number;
  readonly w3: number;
};

const words = new Uint32Array(4);

/**
 * Reads IPv4 (RFC 3986 section 3.2.2) or IPv6 (RFC 4291 section 2.2) text strictly: IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2)
 * becomes IPv4, a zone id (RFC 4007 section 11) is dropped; leading zeros in an octet, brackets and ports are refused.
 */
export function parseAddress(text: string): Outcome<Address, AddressProblem> {
  const family = scanAddress(text, words);
  if (family === 0) return { ok: false, problem: explainAddress(text) };
  return success(addressOfWords(family, words));
}

/** The address in the words, IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2) as IPv4. */
export function addressOfWords(family: 4 | 6, from: Uint32Array): Address {
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = from;
  return family === 6 && isMapped(from) ? { family: 4, w0: w3, w1: 0, w2: 0, w3: 0 } : { family, w0, w1, w2, w3 };
}

/** Canonical text: dotted decimal, or RFC 5952 section 4 (lower case, longest run of two zero groups or more as `::`). */
export function formatAddress(address: Address): string {
  const { family, w0, w1, w2, w3 } = address;
  if (family === 4) return `${w0 >>> 24}.${(w0 >>> 16) & 255}.${(w0 >>> 8) & 255}.${w0 & 255}`;
  const groups = [w0, w1, w2, w3].flatMap((word) => [word >>> 16, word & 0xffff]);
  let gap = -1;
  let gapLength = 1;
  for (let from = 0; from < 8; from += 1) {
    let to = from;
    while (to < 8 && groups[to] === 0) to += 1;
    if (to - from > gapLength) {
      gap = from;
      gapLength = to - from;
    }
    from = Math.max(from, to);
  }
  const hex = groups.map((group) => group.toString(16));
  return gap < 0 ? hex.join(':') : `${hex.slice(0, gap).join(':')}::${hex.slice(gap + gapLength).join(':')}`;
}

/** Orders IPv4 before IPv6, then by value. */
export function compareAddresses(a: Address, b: Address): number {
  return a.family - b.family || a.w0 - b.w0 || a.w1 - b.w1 || a.w2 - b.w2 || a.w3 - b.w3;
}
