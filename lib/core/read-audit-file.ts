import type { AuditEntry, ChainPlace, SignedHead } from '#lib/core/audit-chain.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { success } from '#lib/core/outcome.ts';
import { type AuditVerdict, type AuditVerifier, verifyAudit } from '#lib/core/verify-audit.ts';

/*
 * An exported audit log is JSON lines: a header with the signed head and the key it is signed with, every entry from the first one to the
 * head, and a last line that says that nothing was cut off. The browser reads the same bytes as they come.
 */

export const auditFileFormat = 'gatehouse-audit-export-1';
export const auditFileEnd = { format: 'gatehouse-audit-end-1' } as const;

export type AuditFileHeader = {
  readonly format: typeof auditFileFormat;
  readonly head: SignedHead;
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
};

export type VerifiedFile = { readonly verdict: AuditVerdict; readonly header: AuditFileHeader };

type Reading = {
  /** The key the head must be signed with; absent: the one the file names. */
  readonly publicKey?: string | undefined;
  readonly kept?: ChainPlace | undefined;
  /** After every few hundred entries. */
  readonly onProgress?: (entries: number, total: number) => void;
};

/** Characters: what an entry says before and after is bounded when it is written, and was by the settings' size before that. */
const longestLine = 16 * 1024 * 1024;
const entriesAtOnce = 500;
const charactersAtOnce = 1024 * 1024;

const cutOff = 'The log was cut off while it was read, which says nothing about it. Read it again.';

/** Verifies an export while it is read, and holds no more of it than a few hundred entries. The failure is a sentence. */
export async function readAuditFile(
  chunks: AsyncIterable<string>,
  reading: Reading = {},
): Promise<Outcome<VerifiedFile, string>> {
  let file: { readonly header: AuditFileHeader; readonly verifier: AuditVerifier } | undefined;
  let batch: AuditEntry[] = [];
  let size = 0;
  let read = 0;
  let isTorn = false;
  let isWhole = false;

  /** False where no more need be brought. */
  async function takeBatch(verifier: AuditVerifier): Promise<boolean> {
    const isGoingOn = await verifier.take(batch);
    read += batch.length;
    batch = [];
    size = 0;
    reading.onProgress?.(read, file?.header.head.sequence ?? 0);
    return isGoingOn;
  }

  for await (const line of linesOf(chunks)) {
    if (line === undefined) return { ok: false, problem: 'A line is longer than any entry of the audit log can be.' };
    if (file === undefined) {
      const header = headerOf(line);
      if (header === undefined)
        return {
          ok: false,
          problem: 'This is no exported audit log: its first line is not the header that an export begins with.',
        };
      const verifier = verifyAudit({
        head: header.head,
        publicKey: reading.publicKey ?? header.publicKey,
        kept: reading.kept,
      });
      file = { header, verifier };
      continue;
    }
    const { verifier } = file;
    const json = jsonOf(line);
    if (json === undefined && !isTorn) {
      // Where nothing follows it was cut off here.
      isTorn = true;
      continue;
    }
    isWhole = json?.['format'] === auditFileEnd.format && !isTorn;
    if (isWhole) break;
    const entry = json === undefined || isTorn ? undefined : entryOf(json);
    if (entry === undefined) {
      if (await takeBatch(verifier)) verifier.stopAt({ kind: 'unreadable', sequence: read + 1 });
      isWhole = true;
      break;
    }
    batch.push(entry);
    size += line.length;
    if ((batch.length >= entriesAtOnce || size >= charactersAtOnce) && !(await takeBatch(verifier))) {
      isWhole = true;
      break;
    }
  }
  if (file === undefined) return { ok: false, problem: 'There is nothing in this file.' };
  if (!isWhole) return { ok: false, problem: cutOff };
  await takeBatch(file.verifier);
  return success({ verdict: await file.verifier.finish(), header: file.header });
}

/** Empty lines are none; undefined for one that is too long. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string | undefined> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield line;
    if (rest.length > longestLine) {
      yield undefined;
      return;
    }
  }
  if (rest.trim() !== '') yield rest;
}

type Json = Readonly<Record<string, unknown>>;

function jsonOf(line: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function headerOf(line: string): AuditFileHeader | undefined {
  const { format, head, publicKey } = jsonOf(line) ?? {};
  if (format !== auditFileFormat || typeof publicKey !== 'string' || !isObject(head)) return undefined;
  const { sequence, hash, at, signature } = head;
  if (typeof sequence !== 'number' || typeof at !== 'number') return undefined;
  if (typeof hash !== 'string' || typeof signature !== 'string') return undefined;
  return { format, publicKey, head: { sequence, hash, at, signature } };
}

const names = ['sequence', 'at', 'actor', 'verb', 'subject', 'before', 'after', 'previousHash', 'hash'];

function entryOf(value: Json): AuditEntry | undefined {
  // What is in no hash could say anything, so nothing else may stand there.
  if (Object.keys(value).some((name) => !names.includes(name))) return undefined;
  const { sequence, at, actor, verb, subject, before, after, previousHash, hash } = value;
  if (typeof sequence !== 'number' || typeof at !== 'number' || !isObject(actor)) return undefined;
  if (typeof verb !== 'string' || typeof subject !== 'string') return undefined;
  if (typeof previousHash !== 'string' || typeof hash !== 'string') return undefined;
  const said = Object.entries(actor).map(([name, text]) => [name, String(text)] as const);
  if (said.some(([name, text]) => actor[name] !== text)) return undefined;
  return { sequence, at, actor: Object.fromEntries(said), verb, subject, before, after, previousHash, hash };
}
