import type { Bytes } from '#lib/core/bytes.ts';
import type { FillRandom } from '#lib/core/ids.ts';

/** A serial number that nobody else has: positive, 126 random bits in 16 octets (RFC 5280 section 4.1.2.2 allows 20). */
export function newSerial(fillRandom: FillRandom): Bytes {
  const serial = fillRandom(new Uint8Array(16));
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}
