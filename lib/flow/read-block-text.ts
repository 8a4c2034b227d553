import { compareAddresses, formatAddress, parseAddress } from '#lib/flow/address.ts';
import { type Block, type BlockProblem, blockRange, formatBlock, parseBlock } from '#lib/flow/block.ts';
import { quoted } from '#lib/flow/explain-address.ts';
import { splitRange } from '#lib/flow/split-range.ts';

export type ReadingNoteCode =
  | 'single-address'
  | 'host-bits'
  | 'mapped'
  | 'zone-dropped'
  | 'range'
  | 'netmask'
  | 'wildcard'
  | 'rewritten';

/** What was understood of a text beyond its letters. */
export type ReadingNote = {
  readonly code: ReadingNoteCode;
  readonly message: string;
  /** Another block that may have been meant. */
  readonly alternative?: string;
};

export type ReadingProblem = {
  readonly code: BlockProblem['code'] | 'range-order' | 'range-families' | 'netmask' | 'wildcard';
  readonly message: string;
};

/** Canonical blocks (RFC 5952, RFC 4632) for one thing a person wrote, or why there are none. */
export type BlockReading = {
  readonly blocks: readonly string[];
  readonly notes: readonly ReadingNote[];
  readonly problem?: ReadingProblem;
};

function refused(code: ReadingProblem['code'], message: string): BlockReading {
  return { blocks: [], notes: [], problem: { code, message } };
}

/** Reads an address, a block (RFC 4632 section 3.1), a block with a dotted mask (RFC 950), or `10.1.*`. */
export function readBlockText(text: string): BlockReading {
  if (text.includes('*')) return readWildcard(text);
  const masked = /^([\d.]+)\/(\d+\.[\d.]+)$/.exec(text);
  if (masked !== null) return readNetmask(text, masked[1] ?? '', masked[2] ?? '');
  return readCidr(text);
}

function readCidr(text: string): BlockReading {
  const read = parseBlock(text);
  if (read.ok) return understood(text, read.value);
  const { code, message, meant } = read.problem;
  return meant === undefined ? refused(code, message) : understood(text, meant.network, meant.single);
}

/** The block as written, or with `single` the network that a text with host bits lies in. */
function understood(text: string, block: Block, single?: Block): BlockReading {
  const canonical = formatBlock(block);
  const notes: ReadingNote[] = [];
  if (text.includes('%'))
    notes.push({ code: 'zone-dropped', message: 'The zone id after “%” means nothing here and is dropped.' });
  if (text.includes(':') && block.family === 4) {
    notes.push({ code: 'mapped', message: `IPv4 written as IPv6 counts as IPv4: ${canonical}.` });
  }
  if (single !== undefined) {
    const alternative = formatBlock(single);
    const [first, last] = ends(block);
    const message = `${quoted(text)} has bits set after its prefix; it covers ${first} to ${last}. Did you mean ${alternative}?`;
    notes.push({ code: 'host-bits', message, alternative });
  } else if (!text.includes('/')) {
    notes.push({ code: 'single-address', message: `One address: ${canonical}.` });
  } else if (notes.length === 0 && canonical !== text) {
    notes.push({ code: 'rewritten', message: `Written as ${canonical}.` });
  }
  return { blocks: [canonical], notes };
}

function ends(block: Block): [first: string, last: string] {
  const { first, last } = blockRange(block);
  return [formatAddress(first), formatAddress(last)];
}

/** The prefix length of a netmask (RFC 950), or of its inverse as routers write it in access lists; undefined where the text is neither. */
export function maskLength(maskText: string): number | undefined {
  const mask = parseAddress(maskText);
  if (!mask.ok || mask.value.family !== 4) return undefined;
  // Ones and then zeros: the inverse plus one is a power of two.
  const whole = mask.value.w0;
  const length = 32 - Math.log2(0x1_0000_0000 - whole);
  if (Number.isInteger(length)) return length;
  const inverseLength = 32 - Math.log2(whole + 1);
  return Number.isInteger(inverseLength) ? inverseLength : undefined;
}

function readNetmask(text: string, addressText: string, maskText: string): BlockReading {
  const prefixLength = maskLength(maskText);
  if (prefixLength === undefined) {
    return refused(
      'netmask',
      `${quoted(text)} ends in something that is no netmask; write a prefix length from 0 to 32 after the “/”.`,
    );
  }
  const reading = readCidr(`${addressText}/${prefixLength}`);
  if (reading.problem !== undefined) return reading;
  const message = `The netmask ${maskText} is the prefix length ${prefixLength}.`;
  return { ...reading, notes: [{ code: 'netmask', message }, ...reading.notes] };
}

function readWildcard(text: string): BlockReading {
  const parts = text.split('.');
  const fixed = parts.indexOf('*');
  const isShape = parts.length <= 4 && fixed > 0 && parts.slice(fixed).every((part) => part === '*');
  if (!isShape) {
    return refused(
      'wildcard',
      `${quoted(text)} cannot be read: “*” may stand only for all the last numbers of an IPv4 address, as in 10.1.*.`,
    );
  }
  const address = [...parts.slice(0, fixed), ...Array<string>(4 - fixed).fill('0')].join('.');
  const reading = readCidr(`${address}/${fixed * 8}`);
  if (reading.problem !== undefined) return reading;
  return { ...reading, notes: [{ code: 'wildcard', message: `${quoted(text)} is ${reading.blocks[0]}.` }] };
}

/** Reads a range of addresses, both ends included, as the fewest blocks that hold exactly it; `10.0.0.5-9` counts up the last octet. */
export function readRange(firstText: string, lastText: string): BlockReading {
  const first = parseAddress(firstText);
  if (!first.ok) return refused(first.problem.code, first.problem.message);
  const isShort = /^\d{1,3}$/.test(lastText) && first.value.family === 4 && !firstText.includes(':');
  const last = parseAddress(isShort ? firstText.replace(/\d+$/, lastText) : lastText);
  if (!last.ok) return refused(last.problem.code, last.problem.message);
  const name = `${formatAddress(first.value)} to ${formatAddress(last.value)}`;
  if (first.value.family !== last.value.family) {
    return refused(
      'range-families',
      `The range ${name} begins in one family and ends in the other; write an IPv4 and an IPv6 range.`,
    );
  }
  if (compareAddresses(first.value, last.value) > 0) {
    return refused('range-order', `The range ${name} ends before it begins; write the lower address first.`);
  }
  const split = splitRange(first.value, last.value);
  if (split.some(isMappedBlock)) {
    const message = `The range ${name} runs through ::ffff:0:0/96, which counts as IPv4; write the ranges before and after it.`;
    return refused('mapped-prefix', message);
  }
  const blocks = split.map(formatBlock);
  const message = `${name} is exactly ${blocks.length === 1 ? 'one block' : `${blocks.length} blocks`}.`;
  return { blocks, notes: [{ code: 'range', message }] };
}

/** Whether the block, kept as IPv6, would be read back as an IPv4 one (RFC 4291 section 2.5.5.2). */
function isMappedBlock({ family, w0, w1, w2, prefixLength }: Block): boolean {
  return family === 6 && w0 === 0 && w1 === 0 && w2 === 0xffff && prefixLength >= 96;
}
