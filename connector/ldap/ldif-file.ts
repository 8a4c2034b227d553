import { readFile, stat } from 'node:fs/promises';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import type { DirectoryEntry, DirectoryFault } from '#connector/ldap/directory.ts';
import { parseLdif } from '#connector/ldap/parse-ldif.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';

/** The largest file that is read, in bytes: it is for trying things out. */
const maxFileBytes = 16 * 1024 * 1024;

export type LdifEntries = Outcome<readonly DirectoryEntry[], DirectoryFault>;

/** Reads the file, and again whenever it has changed. */
export function openLdifFile(path: string): () => Promise<LdifEntries> {
  let read: { readonly stamp: string; readonly entries: Promise<LdifEntries> } | undefined;
  return async () => {
    try {
      const { mtimeMs, size } = await stat(path);
      if (size > maxFileBytes) return fault(`${path} is larger than ${maxFileBytes} bytes`);
      const stamp = `${mtimeMs} ${size}`;
      if (read?.stamp !== stamp) read = { stamp, entries: load(path) };
      return await read.entries;
    } catch (cause) {
      return fault(`${path} cannot be read: ${reasonOf(cause)}`);
    }
  };
}

async function load(path: string): Promise<LdifEntries> {
  const parsed = parseLdif(await readFile(path, 'utf8'));
  return parsed.ok ? success(parsed.entries) : fault(`${path}, ${parsed.detail}`);
}

function fault(detail: string): LdifEntries {
  return { ok: false, problem: { reason: 'directory-error', detail } };
}
