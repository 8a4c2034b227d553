import type { Address } from '#lib/flow/address.ts';
import type { Block } from '#lib/flow/block.ts';
import { flattenBlocks, type Ranges } from '#lib/flow/flatten-blocks.ts';
import { nestBlocks } from '#lib/flow/nest-blocks.ts';
import { isMapped, scanAddress, scanV4 } from '#lib/flow/scan-address.ts';

/** Ranges with an index on the top bits of `w0 - base`: slot s says at which range its first address lies. */
type IndexedRanges = Ranges & {
  readonly index: Uint32Array;
  readonly shift: number;
  /** First words below `base` and above `top` belong to nobody. */
  readonly base: number;
  readonly top: number;
};

/**
 * Longest-prefix match (RFC 4632 section 5.1) over blocks of both families.
 *
 * How cost grows with n networks. Build: O(n log n) time, by full rebuild on every change. Memory: at most 2n + 1 ranges of 8 bytes for
 * IPv4 and 8, 12 or 20 bytes for IPv6 (by the longest prefix: 32, 64, 128), 4 bytes a network for nesting, and an index of at most
 * 256 KiB a family. Lookup: one read of the index, then a binary search among the ranges that share a slot, so about log2(n / 65536)
 * steps where networks are spread out, and log2(n) at worst, where all of them crowd into one slot; nothing is allocated.
 */
export type PrefixTable<T> = {
  /** Values in the order given. */
  readonly values: readonly T[];
  /** For each value the place of the value whose block lies around its own, or -1. */
  readonly parents: Int32Array;
  readonly v4: IndexedRanges;
  readonly v6: IndexedRanges;
};

const maxIndexBits = 16;

/** Builds the table; of entries with the same block the first one given counts (RFC 4632 section 5.1 leaves one route a prefix). */
export function buildPrefixTable<T>(entries: readonly { readonly block: Block; readonly value: T }[]): PrefixTable<T> {
  const blocks = entries.map((entry) => entry.block);
  const nesting = nestBlocks(blocks);
  return {
    values: entries.map((entry) => entry.value),
    parents: nesting.parents,
    v4: indexRanges(flattenBlocks(blocks, nesting, 4)),
    v6: indexRanges(flattenBlocks(blocks, nesting, 6)),
  };
}

function indexRanges(ranges: Ranges): IndexedRanges {
  const { count, w0, w1, w2, w3, owners } = ranges;
  const firstOwned = owners.findIndex((owner) => owner >= 0);
  const base = firstOwned < 0 ? 0 : (w0[firstOwned] as number);
  const top = (owners[count - 1] as number) < 0 ? (w0[count - 1] as number) : 0xffffffff;
  const bits = Math.min(maxIndexBits, Math.max(1, Math.ceil(Math.log2(count))));
  let shift = 0;
  while ((top - base) >>> shift >= 2 ** bits) shift += 1;
  const slots = ((top - base) >>> shift) + 1;
  const index = new Uint32Array(slots + 1);
  let range = 0;
  for (let slot = 0; slot <= slots; slot += 1) {
    const first = base + slot * 2 ** shift;
    while (range + 1 < count && beginsBy(range + 1, first)) range += 1;
    index[slot] = range;
  }
  return { ...ranges, index, shift, base, top };

  function beginsBy(place: number, word: number): boolean {
    const start = w0[place] as number;
    return start < word || (start === word && !w1[place] && !w2[place] && !w3[place]);
  }
}

function ownerV4(ranges: IndexedRanges, word: number): number {
  const { base, top, shift, index, w0, owners } = ranges;
  if (word < base || word > top) return -1;
  const slot = (word - base) >>> shift;
  let low = index[slot] as number;
  let high = index[slot + 1] as number;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((w0[middle] as number) <= word) low = middle;
    else high = middle - 1;
  }
  return owners[low] as number;
}

function ownerV6(ranges: IndexedRanges, a0: number, a1: number, a2: number, a3: number): number {
  const { base, top, shift, index, w0, w1, w2, w3, owners } = ranges;
  if (a0 < base || a0 > top) return -1;
  const isDeep = w1.length > 0;
  const isDeeper = w2.length > 0;
  const slot = (a0 - base) >>> shift;
  let low = index[slot] as number;
  let high = index[slot + 1] as number;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    let difference = (w0[middle] as number) - a0;
    if (difference === 0 && isDeep) {
      difference = (w1[middle] as number) - a1;
      if (difference === 0 && isDeeper) {
        difference = (w2[middle] as number) - a2;
        if (difference === 0) difference = (w3[middle] as number) - a3;
      }
    }
    if (difference <= 0) low = middle;
    else high = middle - 1;
  }
  return owners[low] as number;
}

function ownerOf<T>(table: PrefixTable<T>, { family, w0, w1, w2, w3 }: Address): number {
  return family === 4 ? ownerV4(table.v4, w0) : ownerV6(table.v6, w0, w1, w2, w3);
}

/** The value of the most specific block that contains the address (RFC 4632 section 5.1), or undefined. */
export function lookup<T>(table: PrefixTable<T>, address: Address): T | undefined {
  const owner = ownerOf(table, address);
  return owner < 0 ? undefined : table.values[owner];
}

/** The values of all blocks that contain the address, the most specific (RFC 4632 section 5.1) first. */
export function lookupAll<T>(table: PrefixTable<T>, address: Address): T[] {
  const found: T[] = [];
  for (let place = ownerOf(table, address); place >= 0; place = table.parents[place] as number) {
    found.push(table.values[place] as T);
  }
  return found;
}

const words = new Uint32Array(4);

/**
 * As `lookup` (RFC 4632 section 5.1), from text and without allocating. Text that is no address finds nothing: where it may not be
 * one, use `parseAddress`, which says why.
 */
export function lookupText<T>(table: PrefixTable<T>, text: string): T | undefined {
  const v4 = scanV4(text, 0, text.length);
  let owner = -1;
  if (v4 >= 0) {
    owner = ownerV4(table.v4, v4);
  } else if (scanAddress(text, words) === 6) {
    const [w0, w1, w2, w3] = [words[0] as number, words[1] as number, words[2] as number, words[3] as number];
    owner = isMapped(words) ? ownerV4(table.v4, w3) : ownerV6(table.v6, w0, w1, w2, w3);
  }
  return owner < 0 ? undefined : table.values[owner];
}
