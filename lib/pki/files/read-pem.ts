import { type Bytes, fromBase64 } from '#lib/core/bytes.ts';

/** One armoured block of a text, RFC 7468 section 2, with the headers of RFC 1421 that old keys have. */
export type PemBlock = {
  readonly label: string;
  /** Line of the BEGIN mark, from 1. */
  readonly line: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly content: Bytes;
};

/** A block that cannot be decoded, and the line it fails at. */
export type PemFault = {
  readonly label: string;
  readonly line: number;
  readonly refusal: 'broken-encoding' | 'broken-base64';
  readonly message: string;
};

const maxHeaderLength = 4096;
const beginMark = '-----BEGIN ';

/** The blocks of a text in order, whatever stands around them; those that cannot be decoded as faults. */
export function* readPem(text: string): Generator<PemBlock | PemFault> {
  let line = 1;
  let counted = 0;
  for (let begin = text.indexOf(beginMark); begin !== -1; ) {
    const labelStart = begin + beginMark.length;
    const next = text.indexOf(beginMark, labelStart);
    const whole = text.slice(labelStart, next === -1 ? text.length : next);
    const marked = /^([^\r\n]{0,64}?)-----/.exec(whole);
    line += countLines(text.slice(counted, begin));
    counted = begin;
    if (marked !== null) yield readBlock(marked[1] ?? '', whole.slice(marked[0].length), line);
    begin = next;
  }
}

function readBlock(label: string, rest: string, line: number): PemBlock | PemFault {
  const end = rest.indexOf('-----END ');
  if (end === -1) {
    return { label, line, refusal: 'broken-encoding', message: 'it has no END line' };
  }
  const closing = /^([^\r\n]{0,64}?)-----/.exec(rest.slice(end + '-----END '.length, end + 90))?.[1];
  if (closing !== label) {
    const message = `it ends as ${closing === undefined ? 'nothing readable' : `“${closing}”`}`;
    return { label, line: line + countLines(rest.slice(0, end)), refusal: 'broken-encoding', message };
  }
  // A block copied out of JSON has its line breaks written as backslash and n.
  const body = rest.slice(0, end).replaceAll('\\r', '').replaceAll('\\n', '\n');
  const { headers, base64, headerLines } = splitHeaders(body);
  const decoded = decodeBase64(base64);
  if (typeof decoded === 'string') return { label, line, refusal: 'broken-base64', message: decoded };
  if ('wrongAt' in decoded) {
    const at = line + headerLines + countLines(base64.slice(0, decoded.wrongAt));
    return { label, line: at, refusal: 'broken-base64', message: `${decoded.character} is no base64` };
  }
  return { label, line, headers, content: decoded };
}

/** RFC 1421 section 4.4: `Name: value` lines up to an empty one. */
function splitHeaders(body: string) {
  const headers = new Map<string, string>();
  const start = /^\s*[A-Za-z0-9-]+:/.test(body) ? /\r?\n[ \t]*\r?\n/.exec(body.trimStart()) : null;
  if (start === null) return { headers, base64: body, headerLines: 0 };
  const skipped = body.length - body.trimStart().length;
  const cut = skipped + start.index + start[0].length;
  if (cut > maxHeaderLength) return { headers, base64: body, headerLines: 0 };
  const unfolded = body.slice(0, cut).replaceAll(/\r?\n[ \t]+(?=\S)/g, '');
  for (const row of unfolded.split(/\r?\n/)) {
    const colon = row.indexOf(':');
    if (colon > 0) headers.set(row.slice(0, colon).trim(), row.slice(colon + 1).trim());
  }
  return { headers, base64: body.slice(cut), headerLines: countLines(body.slice(0, cut)) };
}

/** The bytes; or the first character that has no business there; or why the whole does not add up. */
export function decodeBase64(text: string): Bytes | string | { readonly wrongAt: number; readonly character: string } {
  const wrongAt = text.search(/[^A-Za-z0-9+/=\s]/);
  if (wrongAt !== -1)
    return { wrongAt, character: JSON.stringify(String.fromCodePoint(text.codePointAt(wrongAt) ?? 0)) };
  return fromBase64(text.replaceAll(/\s+/g, '')) ?? 'its base64 text has a wrong length or padding in the middle';
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
