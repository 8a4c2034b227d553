import { compareAddresses } from '#lib/flow/address.ts';
import { type Block, blockContains } from '#lib/flow/block.ts';

/** How blocks lie in one another; CIDR blocks nest or are apart, they never overlap in part (RFC 4632 section 3.1). */
export type Nesting = {
  /** Places of the blocks in address order, IPv4 first, a broader block before what lies in it. */
  readonly order: Uint32Array;
  /** For each block the place of the narrowest other block around it, or -1. */
  readonly parents: Int32Array;
  /** For each block the place of the first given block that is the same, or -1. */
  readonly duplicateOf: Int32Array;
};

/** Sorts blocks and finds what lies in what, in O(n log n). */
export function nestBlocks(blocks: readonly Block[]): Nesting {
  const at = (place: number): Block => blocks[place] as Block;
  // Most comparisons end at one number read from one array: IPv4 below 0, of IPv6 the first 53 bits.
  const keys = Float64Array.from(blocks, ({ family, w0, w1 }) =>
    family === 4 ? w0 - 2 ** 32 : w0 * 2 ** 21 + (w1 >>> 11),
  );
  const order = Uint32Array.from(blocks, (_, place) => place).sort(
    (a, b) =>
      (keys[a] as number) - (keys[b] as number) ||
      compareAddresses(at(a), at(b)) ||
      at(a).prefixLength - at(b).prefixLength ||
      a - b,
  );
  const parents = new Int32Array(blocks.length).fill(-1);
  const duplicateOf = new Int32Array(blocks.length).fill(-1);
  const open: number[] = [];
  for (const place of order) {
    const block = at(place);
    let around = open.at(-1);
    while (around !== undefined && !blockContains(at(around), block)) {
      open.pop();
      around = open.at(-1);
    }
    if (around !== undefined && at(around).prefixLength === block.prefixLength) {
      duplicateOf[place] = around;
      parents[place] = parents[around] as number;
    } else {
      parents[place] = around ?? -1;
      open.push(place);
    }
  }
  return { order, parents, duplicateOf };
}
