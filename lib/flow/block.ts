import { type Outcome, success } from '#lib/core/outcome.ts';
import { type Address, type AddressProblemCode, addressOfWords, formatAddress } from '#lib/flow/address.ts';
import { explainAddress, quoted } from '#lib/flow/explain-address.ts';
import { isMapped, scanAddress } from '#lib/flow/scan-address.ts';

/** A CIDR block (RFC 4632 section 3.1): an address whose bits after the prefix are all 0, and the prefix's length in its family's bits. */
export type Block = Address & { readonly prefixLength: number };

export type BlockProblem = {
  readonly code: AddressProblemCode | 'prefix-length' | 'mapped-prefix' | 'host-bits';
  readonly message: string;
  /** With `host-bits`: the two blocks that may have been meant. */
  readonly meant?: { readonly network: Block; readonly single: Block };
};

const words = new Uint32Array(4);

export function bitsOf(family: 4 | 6): 32 | 128 {
  return family === 4 ? 32 : 128;
}

/** The mask of one word for a prefix that ends `bits` after the word's first bit. */
function wordMask(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? 0xffffffff : (0xffffffff << (32 - bits)) >>> 0;
}

/** The block of that prefix length around an address, bits after the prefix cleared (RFC 4632 section 3.1). */
export function blockAround(address: Address, prefixLength: number): Block {
  return {
    family: address.family,
    w0: (address.w0 & wordMask(prefixLength)) >>> 0,
    w1: (address.w1 & wordMask(prefixLength - 32)) >>> 0,
    w2: (address.w2 & wordMask(prefixLength - 64)) >>> 0,
    w3: (address.w3 & wordMask(prefixLength - 96)) >>> 0,
    prefixLength,
  };
}

/** Whether two addresses, or the first addresses of two blocks, are the same. */
function sameAddress(a: Address, b: Address): boolean {
  return a.family === b.family && a.w0 === b.w0 && a.w1 === b.w1 && a.w2 === b.w2 && a.w3 === b.w3;
}

/**
 * Reads CIDR text (RFC 4632 section 3.1, RFC 4291 section 2.3), or a single address as the block of that address. Blocks within
 * ::ffff:0:0/96 become IPv4 blocks. Bits set after the prefix are refused, with both blocks that may be meant.
 */
export function parseBlock(text: string): Outcome<Block, BlockProblem> {
  const slash = text.indexOf('/');
  const addressText = slash < 0 ? text : text.slice(0, slash);
  const family = scanAddress(addressText, words);
  if (family === 0) return { ok: false, problem: explainAddress(addressText) };
  const address = addressOfWords(family, words);
  const mappedBits = family === 6 && isMapped(words) ? 96 : 0;
  if (slash < 0) return success(blockAround(address, bitsOf(address.family)));

  const lengthText = text.slice(slash + 1);
  const writtenLength = /^(?:0|[1-9]\d{0,2})$/.test(lengthText) ? Number(lengthText) : -1;
  if (writtenLength < 0 || writtenLength > bitsOf(family)) {
    const message = `${quoted(text)} needs a prefix length from 0 to ${bitsOf(family)} after the “/”.`;
    return { ok: false, problem: { code: 'prefix-length', message } };
  }
  if (writtenLength < mappedBits) {
    const message = `${quoted(text)} is IPv4 written as IPv6, where the prefix length counts from 96; write it as IPv4.`;
    return { ok: false, problem: { code: 'mapped-prefix', message } };
  }
  const block = blockAround(address, writtenLength - mappedBits);
  if (sameAddress(block, address)) return success(block);
  const single = blockAround(address, bitsOf(address.family));
  const message = `${quoted(text)} has bits set after its prefix: write ${formatBlock(block)} for the network or ${formatBlock(single)} for the one address.`;
  return { ok: false, problem: { code: 'host-bits', message, meant: { network: block, single } } };
}

/** Canonical CIDR text: the address by RFC 5952 section 4, the prefix length always written. */
export function formatBlock(block: Block): string {
  return `${formatAddress(block)}/${block.prefixLength}`;
}

/** Whether the address, or the whole of the other block, lies in the block. */
export function blockContains(block: Block, inner: Address | Block): boolean {
  const { prefixLength } = block;
  return (
    block.family === inner.family &&
    !('prefixLength' in inner && inner.prefixLength < prefixLength) &&
    ((block.w0 ^ inner.w0) & wordMask(prefixLength)) === 0 &&
    ((block.w1 ^ inner.w1) & wordMask(prefixLength - 32)) === 0 &&
    ((block.w2 ^ inner.w2) & wordMask(prefixLength - 64)) === 0 &&
    ((block.w3 ^ inner.w3) & wordMask(prefixLength - 96)) === 0
  );
}

/** The first and the last address of the block. */
export function blockRange(block: Block): { readonly first: Address; readonly last: Address } {
  const { family, w0, w1, w2, w3, prefixLength } = block;
  const first = { family, w0, w1, w2, w3 };
  if (family === 4) return { first, last: { ...first, w0: (w0 | ~wordMask(prefixLength)) >>> 0 } };
  const last = {
    family,
    w0: (w0 | ~wordMask(prefixLength)) >>> 0,
    w1: (w1 | ~wordMask(prefixLength - 32)) >>> 0,
    w2: (w2 | ~wordMask(prefixLength - 64)) >>> 0,
    w3: (w3 | ~wordMask(prefixLength - 96)) >>> 0,
  };
  return { first, last };
}
