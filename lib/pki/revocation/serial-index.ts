/** Where in a list's bytes the entry with a serial number begins, for lists of hundreds of thousands of entries: eight octets an entry instead of an object. */
export type SerialIndex = {
  readonly add: (serial: Uint8Array, offset: number) => void;
  /** Offsets of entries that may be the one; the caller compares. */
  readonly find: (serial: Uint8Array) => Generator<number>;
};

export function serialIndex(entries: number): SerialIndex {
  // At most half full, so that a search is short; 0 is an empty place.
  const places = new Uint32Array(2 ** Math.max(3, Math.ceil(Math.log2(entries * 2 + 1))));
  const mask = places.length - 1;
  return {
    add: (serial, offset) => {
      let at = hash(serial) & mask;
      while (places[at] !== 0) at = (at + 1) & mask;
      places[at] = offset + 1;
    },
    find: function* (serial) {
      for (let at = hash(serial) & mask; places[at] !== 0; at = (at + 1) & mask) yield (places[at] ?? 0) - 1;
    },
  };
}

/** FNV-1a, 32 bits (RFC 9923 section 2): serial numbers come from the authority that signed the list, not from those who could wish for collisions. */
function hash(octets: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const octet of octets) value = Math.imul(value ^ octet, 0x01000193);
  return value >>> 0;
}
