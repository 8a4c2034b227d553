import type { Address } from '#lib/flow/address.ts';
import { type Block, bitsOf } from '#lib/flow/block.ts';

function toWhole({ family, w0, w1, w2, w3 }: Address): bigint {
  if (family === 4) return BigInt(w0);
  return (BigInt(w0) << 96n) | (BigInt(w1) << 64n) | (BigInt(w2) << 32n) | BigInt(w3);
}

function fromWhole(family: 4 | 6, value: bigint): Address {
  const word = (place: bigint): number => Number((value >> (place * 32n)) & 0xffffffffn);
  return family === 4
    ? { family, w0: word(0n), w1: 0, w2: 0, w3: 0 }
    : { family, w0: word(3n), w1: word(2n), w2: word(1n), w3: word(0n) };
}

/** The fewest blocks (RFC 4632 section 3.1) that hold exactly the addresses from `first` to `last`, which are of one family and in order. */
export function splitRange(first: Address, last: Address): Block[] {
  const bits = bitsOf(first.family);
  const end = toWhole(last);
  const blocks: Block[] = [];
  let start = toWhole(first);
  while (start <= end) {
    // The block grows while its first address stays aligned to its size and its last one stays in the range.
    let free = 0;
    while (free < bits) {
      const size = 1n << BigInt(free + 1);
      if (start % size !== 0n || start + size - 1n > end) break;
      free += 1;
    }
    blocks.push({ ...fromWhole(first.family, start), prefixLength: bits - free });
    start += 1n << BigInt(free);
  }
  return blocks;
}
