import { type BlockReading, maskLength, readBlockText, readRange } from '#lib/flow/read-block-text.ts';

export type { ReadingNote, ReadingNoteCode, ReadingProblem } from '#lib/flow/read-block-text.ts';

/** What was understood of one entry of a pasted list. */
export type NetworkReading = BlockReading & {
  /** Counted from 1. */
  readonly line: number;
  /** The entry as written, without its label. */
  readonly text: string;
  readonly label?: string;
};

/** Zero-width characters and direction marks, which text copied from pages and tables often brings along. */
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

type Entry = { readonly text: string; readonly label: string; readonly reading: BlockReading };

/**
 * Reads a pasted list: entries between line ends, commas or semicolons; each a block (RFC 4632 section 3.1), an address, a range
 * `a-b`, an address with a netmask after `/` or a space, or `10.1.*`; a label may follow after a space, a comma or `#`. Nothing is dropped silently: what
 * cannot be read comes back with its problem. Lines that only hold a `#` comment are left out.
 */
export function readNetworks(pastedText: string): NetworkReading[] {
  return pastedText
    .replace(invisible, '')
    .split(/\r\n|\r|\n/)
    .flatMap((written, place) => {
      const hash = /(?:^|\s)#/.exec(written);
      const list = hash === null ? written : written.slice(0, hash.index);
      const comment = hash === null ? '' : written.slice(hash.index + hash[0].length).trim();
      return readEntries(list, comment).map(({ text, label, reading }) => ({
        line: place + 1,
        text,
        ...reading,
        ...(label === '' ? {} : { label }),
      }));
    });
}

function readEntries(list: string, comment: string): Entry[] {
  const entries: Entry[] = [];
  const pieces = list.split(/([,;])/);
  for (let at = 0; at < pieces.length; at += 2) {
    const piece = unquoted(pieces[at] ?? '');
    if (piece === '') continue;
    const before = entries.at(-1);
    if (before !== undefined && !looksLikeAddress(piece)) {
      // “24.12.34.56/32 Head office, Berlin” and “24.12.34.56/32,Head office”: the rest of the label.
      const label = before.label === '' ? piece : `${before.label}${pieces[at - 1]} ${piece}`;
      entries[entries.length - 1] = { ...before, label };
    } else {
      entries.push(...readEntryOrList(piece));
    }
  }
  if (comment === '') return entries;
  const last = entries.at(-1);
  const isOpen = entries.some((entry) => entry.label === '');
  return entries.map((entry) => {
    if (entry.label === '') return { ...entry, label: comment };
    // In “10.0.0.1 Office #2” the mark is part of the label.
    return entry === last && !isOpen ? { ...entry, label: `${entry.label} #${comment}` } : entry;
  });
}

/** “1.1.1.1 2.2.2.2”: where every word is an address or a block, none of them is a label. */
function readEntryOrList(piece: string): Entry[] {
  const words = piece.split(/\s+/);
  const isList = words.length > 1 && !isMask(words[1] ?? '') && words.every(isWholeBlock);
  return isList ? words.map(readEntry) : [readEntry(piece)];
}

function isWholeBlock(word: string): boolean {
  return looksLikeAddress(word) && /[.:]/.test(word) && readBlockText(word).problem === undefined;
}

/** “10.0.0.0 255.0.0.0”, as routers and firewalls write it. */
const masked = /^((?:\d+\.){3}\d+)\s+((?:\d+\.){3}\d+)(?:\s+(.*))?$/;

/** A mask, if perhaps a wrong one: nobody comes from 255.0.0.0/8. */
function isMask(word: string): boolean {
  return word.startsWith('255.') || maskLength(word) !== undefined;
}

const range = /^([\da-f:.]+(?:%[^\s/-]+)?)(\s*[-–—]\s*)([\da-f:.]+(?:%\S+)?)(?:\s+(.*))?$/i;

function readEntry(piece: string): Entry {
  const [, first = '', dash = '', last = '', rangeLabel = ''] = range.exec(piece) ?? [];
  // In “10.0.0.1 - 2 floors” the 2 is part of the label, in “10.0.0.1-2” it is the end of a range.
  if (first !== '' && (/^\d+$/.test(last) ? dash.length === 1 : looksLikeAddress(last))) {
    return { text: `${first}-${last}`, label: cleanLabel(rangeLabel), reading: readRange(first, last) };
  }
  const [, address = '', mask = '', maskedLabel = ''] = masked.exec(piece) ?? [];
  if (isMask(mask)) {
    const text = `${address}/${mask}`;
    return { text, label: cleanLabel(maskedLabel), reading: readBlockText(text) };
  }
  const [text = ''] = piece.split(/\s/, 1);
  return { text: unquoted(text), label: cleanLabel(piece.slice(text.length)), reading: readBlockText(unquoted(text)) };
}

/** Whether somebody who wrote this meant an address, if perhaps a wrong one. */
function looksLikeAddress(piece: string): boolean {
  const [word = ''] = piece.split(/[\s–—]/, 1);
  return /^\d+[./*]/.test(word) || /^\d+$/.test(word) || /^\[?[\da-f]*:[\da-f]*:/i.test(word);
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return /^(["']).*\1$/.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed;
}

function cleanLabel(text: string): string {
  return unquoted(text.trim().replace(/^(?:[-–—:|]\s+|[-–—:|]$)/, ''));
}
