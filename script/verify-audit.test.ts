import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#lib/db/open-database.ts';
import { auditHead } from '#lib/db/schema.ts';
import { newDataDirectory } from '#lib/db/test-database.test-support.ts';
import { auditLines } from '#lib/services/audit/audit-lines.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { recordAudit } from '#lib/services/record-audit.ts';

const script = join(import.meta.dirname, 'verify-audit.ts');
let folder: string;
let dataDirectory: string;
let kept: string;
let key: string;

type Run = { readonly code: number | null; readonly out: string; readonly err: string };

function verify(args: readonly string[], data = dataDirectory): Promise<Run> {
  const { DATABASE_URL: _, ...env } = process.env;
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { cwd: folder, env: { ...env, GATEHOUSE_DATA: data } },
      (_error, out, err) => done({ code: child.exitCode, out, err }),
    );
  });
}

/** The database is opened by one process at a time, and so only between runs. */
async function inStore<Value>(use: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<Value>) {
  const database = await openDatabase({ dataDirectory });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

async function writeExport(name: string): Promise<string> {
  const path = join(folder, name);
  let text = '';
  await inStore(async ({ db }) => {
    const { publicKey } = await loadKeyring(db, new Uint8Array(32), crypto.getRandomValues.bind(crypto), () => 0);
    for await (const piece of auditLines(db, publicKey)) text += piece;
  });
  await writeFile(path, text);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-audit-'));
  dataDirectory = await newDataDirectory();
  await inStore(async ({ db }) => {
    const keyring = await loadKeyring(db, new Uint8Array(32), crypto.getRandomValues.bind(crypto), () => 0);
    const ctx = { actor: { kind: 'system' }, now: () => 1, keyring, events: createLiveEvents() } as const;
    for (const subject of ['a', 'b', 'c', 'd']) await recordAudit(db, ctx, { verb: 'renameConnection', subject });
    const [head] = await db.select().from(auditHead);
    kept = `${head?.sequence} ${head?.hash}`;
    key = keyring.fingerprint;
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(dataDirectory, { recursive: true, force: true });
});

test('verifies a database that fits, and says its head', async () => {
  const { code, out } = await verify(['--kept', kept, '--key', key]);
  expect(out.split('\n')).toEqual([
    'Verified 4 entries: none was changed, removed or put in.',
    `Head: ${kept}`,
    `Signed with the key: ${key}`,
    'This log contains the head you kept.',
    '',
  ]);
  expect(code).toBe(0);
});

test('verifies an export, which somebody else can do', async () => {
  const path = await writeExport('export.jsonl');
  expect(await verify([path, '--kept', kept])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Verified 4 entr/),
  });
  expect(await verify([path, '--key', 'f'.repeat(64)])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/you asked for f{64}/),
  });
});

test.each([
  ['an unknown option', ['--what'], /^Usage: /],
  ['a head that is none', ['--kept', '812'], /--kept wants/],
  ['a key that is none', ['--key', 'x'], /--key wants/],
  ['a file that is not there', ['nowhere.jsonl'], /nowhere\.jsonl/],
])('ends with 2 at %s', async (_name, args, sentence) => {
  expect(await verify(args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(sentence) });
});

test('ends with 2 where there is no database, and makes none', async () => {
  expect(await verify([], folder)).toMatchObject({ code: 2, err: expect.stringMatching(/no database in/) });
  expect(await verify([], folder)).toMatchObject({ code: 2 });
});

test('names what was done to the database behind its back', async () => {
  await inStore(({ db }) => db.execute(sql`update audit set subject = 'x' where sequence = 3`));
  const altered = await verify([]);
  expect(altered).toMatchObject({ code: 1, out: expect.stringMatching(/^Entry 3 was changed after it was written\./) });
  expect(altered.out).toContain('Entries before it that fit: 2.');
  await inStore(({ db }) => db.execute(sql`update audit set subject = 'c' where sequence = 3`));
  expect(await verify([])).toMatchObject({ code: 0 });
  await inStore(({ db }) => db.execute(sql`delete from audit where sequence = 4`));
  expect(await verify([])).toMatchObject({ code: 1, out: expect.stringMatching(/^The log ends before entry 4/) });
});
