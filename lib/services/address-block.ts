import { parseAddress } from '#lib/flow/address.ts';
import { bitsOf, blockAround, formatBlock } from '#lib/flow/block.ts';

/** What counts as one sender where attempts are counted: whoever has one IPv6 address has the whole /64 around it. */
export function addressBlock(address: string): string {
  const read = parseAddress(address);
  if (!read.ok) return address;
  return formatBlock(blockAround(read.value, read.value.family === 6 ? 64 : bitsOf(4)));
}
