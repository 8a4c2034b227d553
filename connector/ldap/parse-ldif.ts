import type { DirectoryEntry } from '#connector/ldap/directory.ts';
import { type Bytes, fromBase64 } from '#lib/core/bytes.ts';

export type LdifReading =
  | { readonly ok: true; readonly entries: readonly DirectoryEntry[] }
  | { readonly ok: false; readonly detail: string };

const maxEntries = 50_000;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** LDIF content records, RFC 2849. Changes and values in other files are refused: the file stands for a directory, it does not change one. */
export function parseLdif(text: string): LdifReading {
  const entries: DirectoryEntry[] = [];
  for (const { lines, at } of records(text)) {
    const [first, ...rest] = lines;
    if (first === undefined) continue;
    const entry = readRecord(first, rest);
    if (typeof entry === 'string') return { ok: false, detail: `line ${at}: ${entry}` };
    entries.push(entry);
    if (entries.length > maxEntries) return { ok: false, detail: `more than ${maxEntries} entries` };
  }
  return { ok: true, entries };
}

/** `ldif-content = version-spec 1*(1*SEP ldif-attrval-record)`; a line that begins with a space continues the one before (note 2). */
function* records(text: string): Generator<{ readonly lines: readonly string[]; readonly at: number }> {
  let lines: string[] = [];
  let at = 1;
  let isComment = false;
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.startsWith(' ')) {
      const last = lines.pop();
      if (last !== undefined) lines.push(isComment ? last : last + line.slice(1));
      continue;
    }
    isComment = line.startsWith('#');
    if (line === '') {
      yield { lines, at };
      lines = [];
      continue;
    }
    if (isComment || (lines.length === 0 && /^version: *\d+ *$/.test(line))) continue;
    if (lines.length === 0) at = index + 1;
    lines.push(line);
  }
  yield { lines, at };
}

function readRecord(first: string, rest: readonly string[]): DirectoryEntry | string {
  const dn = readLine(first);
  if (typeof dn === 'string') return dn;
  if (dn.name !== 'dn' || typeof dn.value !== 'string') return 'an entry has to begin with “dn:”';
  const attributes = new Map<string, (string | Bytes)[]>();
  for (const line of rest) {
    const read = readLine(line);
    if (typeof read === 'string') return read;
    if (read.name === 'changetype') {
      if (read.value === 'add') continue;
      return 'this is a file of changes; only entries can be used';
    }
    const values = attributes.get(read.name);
    if (values === undefined) attributes.set(read.name, [read.value]);
    else values.push(read.value);
  }
  return { dn: dn.value, attributes };
}

/** `attrval-spec = AttributeDescription value-spec SEP`, with `:` before text, `::` before base64, `:<` before a URL. */
function readLine(line: string): { readonly name: string; readonly value: string | Bytes } | string {
  const match = /^([A-Za-z0-9.;-]+):(:|<)?[ ]*([\s\S]*)$/.exec(line);
  if (match === null) return 'a line is neither “attribute: value” nor the continuation of one';
  const [, attribute = '', kind, given = ''] = match;
  const name = attribute.toLowerCase();
  if (kind === '<') return `${attribute}: values in other files are not read`;
  if (kind === undefined) return { name, value: given };
  const bytes = fromBase64(given.replaceAll(/\s/g, ''));
  if (bytes === undefined) return `${attribute}: is not base64`;
  return { name, value: isOctets(name) ? bytes : textOrOctets(bytes) };
}

function isOctets(name: string): boolean {
  return name.endsWith(';binary') || ['objectguid', 'objectsid', 'usercertificate', 'jpegphoto'].includes(name);
}

function textOrOctets(bytes: Bytes): string | Bytes {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return bytes;
  }
}
