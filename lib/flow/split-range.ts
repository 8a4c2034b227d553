import type { Address } from '#lib/flow/address.ts';
import { type Block, bitsOf } from '#lib/flow/block.ts';
import { fromWhole, toWhole } from '#lib/flow/whole-address.ts';

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
