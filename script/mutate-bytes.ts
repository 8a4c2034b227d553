/** A number from 0 up to, not including, `below`. */
export type Random = (below: number) => number;

/** Mulberry32: the same seed gives the same numbers on every machine. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below);
  };
}

type Mutator = (bytes: Buffer, random: Random, other: Uint8Array) => Buffer;

const oddBytes = [0x00, 0x01, 0x02, 0x04, 0x06, 0x24, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x84, 0x88, 0xa0, 0xff];
const oddLengths = [
  [0x80],
  [0x00],
  [0x7f],
  [0x81, 0xff],
  [0x84, 0xff, 0xff, 0xff, 0xff],
  [0x84, 0x00, 0x7f, 0xff, 0xff],
];
const commonTags = new Set([0x02, 0x03, 0x04, 0x06, 0x0c, 0x13, 0x17, 0x24, 0x30, 0x31, 0x80, 0xa0, 0xa1, 0xa3]);

function range(bytes: Buffer, random: Random, most = bytes.length): readonly [start: number, end: number] {
  const start = random(bytes.length);
  return [start, start + 1 + random(Math.min(most, bytes.length - start))];
}

const mutators: readonly Mutator[] = [
  function flipBits(bytes, random) {
    const flipped = Buffer.from(bytes);
    for (let left = random(8); left >= 0; left -= 1) {
      const at = random(flipped.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random(8));
    }
    return flipped;
  },
  function overwrite(bytes, random) {
    const written = Buffer.from(bytes);
    const [start, end] = range(bytes, random, 8);
    written.fill(oddBytes[random(oddBytes.length)] ?? 0, start, end);
    return written;
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, random(bytes.length));
  },
  function cutOut(bytes, random) {
    const [start, end] = range(bytes, random, 1 << random(12));
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  function duplicate(bytes, random) {
    const [start, end] = range(bytes, random, 1 << random(14));
    const copies = Array.from({ length: 1 + random(3) }, () => bytes.subarray(start, end));
    return Buffer.concat([bytes.subarray(0, end), ...copies, bytes.subarray(end)]);
  },
  function splice(bytes, random, other) {
    const [start, end] = range(bytes, random, 1 << random(12));
    const [from, to] = range(Buffer.from(other), random, 1 << random(12));
    return Buffer.concat([bytes.subarray(0, start), other.subarray(from, to), bytes.subarray(end)]);
  },
  function changeLength(bytes, random) {
    const at = Math.max(
      0,
      bytes.subarray(random(bytes.length)).findIndex((octet) => commonTags.has(octet)),
    );
    const lengths = Buffer.from(oddLengths[random(oddLengths.length)] ?? []);
    const keep = random(2) === 0 ? at + 2 : at + 1 + lengths.length;
    return Buffer.concat([bytes.subarray(0, at + 1), lengths, bytes.subarray(keep)]);
  },
  function nudge(bytes, random) {
    const nudged = Buffer.from(bytes);
    const at = random(nudged.length);
    nudged[at] = ((nudged[at] ?? 0) + (random(2) === 0 ? 1 : 255)) & 0xff;
    return nudged;
  },
];

/** The bytes, changed in one to three ways; `other` is where spliced-in parts come from. */
export function mutate(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array<ArrayBuffer> {
  let mutated: Buffer = Buffer.from(bytes);
  for (let left = random(3); left >= 0 && mutated.length > 0; left -= 1) {
    mutated = mutators[random(mutators.length)]?.(mutated, random, other) ?? mutated;
  }
  return new Uint8Array(mutated.subarray(0, 1 << 22));
}
