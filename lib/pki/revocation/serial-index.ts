/** Where in a list's bytes the entry with a serial number begins, for lists of a million entries: at most sixteen octets an entry instead of an object. */
export type SerialIndex = {
  /** Offsets of entries that may be the one; the caller compares. */
  readonly find: (serial: Uint8Array) => Generator<number>;
};

/** Calls for each entry: where it begins, and where the content octets of its serial number begin and end. */
export type EachSerial = (add: (offset: number, serialStart: number, serialEnd: number) => void) => void;

/** Steps in a row of full places that an entry may take on average; ordinary numbers take less than two. */
const meanSteps = 32;

/** Undefined where the numbers were chosen to collide: finding by walking is bounded, searching in such an index is not. */
export function serialIndex(der: Uint8Array, count: number, each: EachSerial): SerialIndex | undefined {
  // At most half full, so that a search is short; 0 is an empty place.
  const places = new Uint32Array(2 ** Math.max(3, Math.ceil(Math.log2(count * 2 + 1))));
  const mask = places.length - 1;
  let steps = (count + 1) * meanSteps;
  each((offset, serialStart, serialEnd) => {
    let at = hash(der, serialStart, serialEnd) & mask;
    while (places[at] !== 0 && steps > 0) {
      at = (at + 1) & mask;
      steps -= 1;
    }
    places[at] = offset + 1;
  });
  if (steps <= 0) return undefined;
  return {
    find: function* (serial) {
      for (let at = hash(serial, 0, serial.length) & mask; places[at] !== 0; at = (at + 1) & mask)
        yield (places[at] ?? 0) - 1;
    },
  };
}

/** FNV-1a, 32 bits (RFC 9923 section 2), then mixed: in the low bits, which choose the place, it knows little of the octets before the last ones. */
function hash(octets: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at += 1) value = Math.imul(value ^ (octets[at] ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
