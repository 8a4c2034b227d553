import { formatAddress, parseAddress } from '#lib/flow/address.ts';

/** What a pasted text holds. */
export type FoundAddresses = {
  /** Canonical (RFC 5952), in the order they first stand there, with how often. */
  readonly addresses: readonly { readonly address: string; readonly count: number }[];
  /** What looks like an address and is none, or is a block: the first of them, as written. */
  readonly unread: readonly string[];
  readonly unreadCount: number;
  /** Whether there were more different addresses than are looked at. */
  readonly isCut: boolean;
};

/** Longer texts are cut at the end of a line. */
const mostPastedCharacters = 2_000_000;
export const mostPastedAddresses = 20_000;
const mostUnread = 20;

/** What an address can stand in; no address with its port is longer than what is looked at of one, and so time grows with the text alone. */
const piece = /[\w.:%[\]/-]+/g;
const mostOfPiece = 100;

/** Numbers with dots, or hexadecimal with at least two colons; a port, a prefix length or a zone id (RFC 4007 section 11) may follow. */
const candidate =
  /\[?(?:(?:\d+\.){3,}\d+|[0-9a-f]{0,4}:[0-9a-f:]*:[0-9a-f:]*(?:(?:\.\d+){3})?)(?:%[\w.-]+)?\]?(?::\d{1,5}(?![\d:]))?(?:\/[\d.]+)?/gi;

/** A time of day, or a hardware address: colons, and no address. */
const isOther = /^(?:\d{1,2}:\d{2}:\d{2}(?:\.\d+)?|(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|:+)$/i;

/** Finds the addresses in any text: a log, a table, a mail. Each counts once, however often and however it is written. */
export function findAddresses(pastedText: string): FoundAddresses {
  const text = pastedText.length <= mostPastedCharacters ? pastedText : cutAtLine(pastedText);
  const counts = new Map<string, number>();
  const unread: string[] = [];
  let unreadCount = 0;
  let isCut = text.length < pastedText.length;
  for (const written of candidates(text)) {
    const address = readOne(written);
    if (address === undefined) {
      if (isOther.test(written)) continue;
      unreadCount += 1;
      if (unread.length < mostUnread) unread.push(written);
    } else if (counts.has(address) || counts.size < mostPastedAddresses) {
      counts.set(address, (counts.get(address) ?? 0) + 1);
    } else {
      isCut = true;
    }
  }
  const addresses = [...counts].map(([address, count]) => ({ address, count }));
  return { addresses, unread, unreadCount, isCut };
}

function* candidates(text: string): Generator<string> {
  for (const [whole] of text.matchAll(piece)) {
    const part = whole.slice(0, mostOfPiece);
    for (const match of part.matchAll(candidate)) {
      const [written] = match;
      // Part of a word: a version like v1.2.3.4, or letters that happen to be hexadecimal.
      const isWord = /\w/.test(part[match.index - 1] ?? ' ') || /\w/.test(part[match.index + written.length] ?? ' ');
      if (!isWord) yield written;
    }
  }
}

function cutAtLine(text: string): string {
  const end = text.lastIndexOf('\n', mostPastedCharacters);
  return text.slice(0, end < 0 ? mostPastedCharacters : end);
}

function readOne(written: string): string | undefined {
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(written) ?? [];
  const [, withPort] = /^((?:\d+\.){3}\d+):\d{1,5}$/.exec(written) ?? [];
  // “fe80::1: neighbour solicitation”: the last colon belongs to the sentence.
  const read = parseAddress(bracketed ?? withPort ?? written.replace(/([^:]):$/, '$1'));
  return read.ok ? formatAddress(read.value) : undefined;
}
