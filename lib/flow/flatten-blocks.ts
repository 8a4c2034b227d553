import type { Block } from '#lib/flow/block.ts';
import type { Nesting } from '#lib/flow/nest-blocks.ts';

/**
 * The whole address space of one family cut into ranges, each owned by its most specific block (RFC 4632 section 5.1, longest match).
 * Range i begins at the four words at place i and ends where range i + 1 begins. `w1` is empty where no prefix is longer than 32 bits,
 * `w2` and `w3` where none is longer than 64: those words of every range are 0.
 */
export type Ranges = {
  readonly count: number;
  readonly w0: Uint32Array;
  readonly w1: Uint32Array;
  readonly w2: Uint32Array;
  readonly w3: Uint32Array;
  /** Place of the owning block, or -1. */
  readonly owners: Int32Array;
};

/** Flattens the nested blocks of one family into disjoint ranges: at most 2n + 1 for n blocks, in O(n) after nesting. */
export function flattenBlocks(blocks: readonly Block[], nesting: Nesting, family: 4 | 6): Ranges {
  const at = (place: number): Block => blocks[place] as Block;
  const places = nesting.order.filter((place) => at(place).family === family && nesting.duplicateOf[place] === -1);
  const longest = places.reduce((most, place) => Math.max(most, at(place).prefixLength), 0);
  const room = places.length * 2 + 1;
  const w0 = new Uint32Array(room);
  const w1 = new Uint32Array(longest > 32 ? room : 0);
  const w2 = new Uint32Array(longest > 64 ? room : 0);
  const w3 = new Uint32Array(longest > 64 ? room : 0);
  const owners = new Int32Array(room).fill(-1);
  let last = 0;

  const emit = (s0: number, s1: number, s2: number, s3: number, owner: number): void => {
    const same = w0[last] === s0 && (w1[last] ?? 0) === s1 && (w2[last] ?? 0) === s2 && (w3[last] ?? 0) === s3;
    if (!same) last += 1;
    w0[last] = s0;
    w1[last] = s1;
    w2[last] = s2;
    w3[last] = s3;
    owners[last] = owner;
    if (last > 0 && owners[last - 1] === owner) last -= 1;
  };

  const next = new Uint32Array(4);
  const close = (block: Block, around: number): void => {
    next[0] = block.w0;
    next[1] = block.w1;
    next[2] = block.w2;
    next[3] = block.w3;
    if (stepOver(next, block.prefixLength)) {
      emit(next[0] as number, next[1] as number, next[2] as number, next[3] as number, around);
    }
  };

  const open: number[] = [];
  for (const place of places) {
    const parent = nesting.parents[place] as number;
    while (open.length > 0 && open.at(-1) !== parent) {
      const inner = open.pop() as number;
      close(at(inner), open.at(-1) ?? -1);
    }
    open.push(place);
    const { w0: s0, w1: s1, w2: s2, w3: s3 } = at(place);
    emit(s0, s1, s2, s3, place);
  }
  while (open.length > 0) {
    const inner = open.pop() as number;
    close(at(inner), open.at(-1) ?? -1);
  }
  const count = last + 1;
  const cut = <Words extends Uint32Array | Int32Array>(words: Words): Words => words.slice(0, count) as Words;
  return { count, w0: cut(w0), w1: cut(w1), w2: cut(w2), w3: cut(w3), owners: cut(owners) };
}

/** Moves the first address of a block to the first address after it; false where the block reaches the end of the space. */
function stepOver(words: Uint32Array, prefixLength: number): boolean {
  if (prefixLength === 0) return false;
  let word = Math.ceil(prefixLength / 32) - 1;
  let sum = (words[word] as number) + 2 ** (32 * (word + 1) - prefixLength);
  while (sum > 0xffffffff) {
    words[word] = 0;
    word -= 1;
    if (word < 0) return false;
    sum = (words[word] as number) + 1;
  }
  words[word] = sum;
  return true;
}
