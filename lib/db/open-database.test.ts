import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { emptySettings } from '#lib/contracts/settings.ts';
import type { OpenedDatabase } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { audit, connections, keyring } from '#lib/db/schema.ts';
import { emptyTables, newDataDirectory, openTestDatabase } from '#lib/db/test-database.test-support.ts';

const folders: string[] = [];
const saveLoop = fileURLToPath(new URL('./save-loop.test-support.ts', import.meta.url));

/** An entry of the audit, as the tables take one: its hashes are not looked at here. */
const unchained = { sequence: 1, at: 1, previousHash: '', hash: '' };

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-open-'));
  folders.push(folder);
  return folder;
}

async function newFolder(): Promise<string> {
  const folder = await newDataDirectory();
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

// Runs on the embedded database, and on PostgreSQL where TEST_DATABASE_URL names one.
describe('a database', () => {
  let opened: OpenedDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened.close());
  const row = { id: 'con_1', name: 'Fabrikam', createdAt: 1_795_000_000_000, draft: emptySettings, draftUpdatedAt: 7 };

  it('gives back what it was given', async () => {
    await emptyTables(opened);
    await opened.db.insert(connections).values(row);
    const [stored] = await opened.db.select().from(connections);
    expect(stored).toEqual({ ...row, draftVersion: 0, draftUpdatedBy: null, runningRevision: null });
  });

  it('takes a failed transaction back whole, and its connection serves on', async () => {
    await emptyTables(opened);
    const failing = opened.db.transaction(async (tx) => {
      await tx.insert(connections).values(row);
      await tx.insert(connections).values(row);
    });
    await expect(failing).rejects.toMatchObject({ cause: { code: '23505', constraint: 'connections_pkey' } });
    expect(await opened.db.select().from(connections)).toEqual([]);
  });

  it('keeps transactions that run at once apart', async () => {
    await emptyTables(opened);
    await opened.db.insert(connections).values(row);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        opened.db.transaction(async (tx) => {
          const [found] = await tx.select().from(connections).for('update');
          await tx.update(connections).set({ draftVersion: (found?.draftVersion ?? 0) + 1 });
        }),
      ),
    );
    expect((await opened.db.select().from(connections))[0]?.draftVersion).toBe(20);
  });

  it('takes JSON of a megabyte', async () => {
    await emptyTables(opened);
    const after = { text: 'x'.repeat(1_000_000) };
    await opened.db
      .insert(audit)
      .values({ ...unchained, actor: { kind: 'system' }, verb: 'test', subject: 'x', after });
    expect((await opened.db.select().from(audit))[0]?.after).toEqual(after);
  });

  it('holds one keyring', async () => {
    await emptyTables(opened);
    const key = { publicKey: 'a', wrappedPrivateKey: 'b', nonce: 'c', createdAt: 1 };
    await opened.db.insert(keyring).values(key);
    await expect(opened.db.insert(keyring).values({ ...key, id: 2 })).rejects.toThrow();
  });
});

describe('the embedded database', () => {
  it('writes through to the disk, with room set aside small', async () => {
    const opened = await openDatabase({ dataDirectory: await newFolder() });
    const { rows } = await opened.db.execute(
      sql`select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method,
        current_setting('synchronous_commit') as commits, current_setting('shared_buffers') as buffers`,
    );
    expect(rows).toEqual([{ fsync: 'on', method: 'fsync', commits: 'on', buffers: '16MB' }]);
    await opened.close();
  });

  it('refuses a second opener, naming the process, and serves the next after closing', async () => {
    const dataDirectory = await newFolder();
    const first = await openDatabase({ dataDirectory });
    const refusal = new RegExp(`data directory .* is in use by process ${process.pid}`);
    await expect(openDatabase({ dataDirectory })).rejects.toThrow(refusal);
    await first.db.insert(audit).values({ ...unchained, actor: {}, verb: 'kept', subject: 'x' });
    await first.close();
    expect(existsSync(join(dataDirectory, 'gatehouse.lock'))).toBe(false);
    const second = await openDatabase({ dataDirectory });
    expect(await second.db.select().from(audit)).toMatchObject([{ verb: 'kept' }]);
    await second.close();
  });

  it('refuses another process too, and is not kept shut by one that was killed', async () => {
    const dataDirectory = await newFolder();
    const child = spawn(process.execPath, [saveLoop, dataDirectory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expect(openDatabase({ dataDirectory })).rejects.toThrow(`in use by process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(existsSync(join(dataDirectory, 'gatehouse.lock'))).toBe(true);
    await (await openDatabase({ dataDirectory })).close();
  });

  it('does not mistake a process that got the number of a dead one for it', async () => {
    const dataDirectory = await newFolder();
    const stale = {
      pid: process.ppid,
      startTime: '1',
      bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'),
    };
    writeFileSync(join(dataDirectory, 'gatehouse.lock'), JSON.stringify(stale));
    await (await openDatabase({ dataDirectory })).close();
  });

  it('lets no other user of the machine into the store, also below a folder that is open to all', async () => {
    const dataDirectory = emptyFolder();
    chmodSync(dataDirectory, 0o755);
    const store = join(dataDirectory, 'store');
    const modeOfStore = (): number => statSync(store).mode & 0o777;
    await (await openDatabase({ dataDirectory })).close();
    expect(modeOfStore()).toBe(0o700);
    chmodSync(store, 0o755);
    await (await openDatabase({ dataDirectory })).close();
    expect(modeOfStore()).toBe(0o700);
  });

  it('closes and frees its directory also when the store has stopped by itself', async () => {
    const dataDirectory = await newFolder();
    const started = vi.spyOn(Worker.prototype, 'setMaxListeners');
    const onFailure = vi.fn();
    const opened = await openDatabase({ dataDirectory, onFailure });
    const worker = started.mock.contexts.at(-1) as Worker;
    await worker.terminate();
    started.mockRestore();
    await expect(opened.db.select().from(audit)).rejects.toThrow();
    expect(onFailure).toHaveBeenCalled();
    await opened.close();
    await (await openDatabase({ dataDirectory })).close();
  });

  it('begins anew where making it was interrupted', async () => {
    const dataDirectory = emptyFolder();
    const half = join(dataDirectory, 'store.new');
    mkdirSync(half);
    writeFileSync(join(half, 'PG_VERSION'), '18\n');
    const opened = await openDatabase({ dataDirectory });
    expect(await opened.db.select().from(audit)).toEqual([]);
    expect(existsSync(half)).toBe(false);
    await opened.close();
  });

  it('keeps every acknowledged save through ten kills', async () => {
    const dataDirectory = await newFolder();
    const acknowledged: number[] = [];
    for (let kill = 0; kill < 10; kill += 1) {
      const wanted = acknowledged.length + 10 + kill * 3;
      await saveUntilKilled(dataDirectory, acknowledged, wanted);
    }
    const opened = await openDatabase({ dataDirectory });
    const rows = await opened.db.select().from(audit);
    const [connection] = await opened.db.select().from(connections);
    await opened.close();
    const stored = new Set(rows.map(({ subject }) => Number(subject)));
    expect(acknowledged.filter((number) => !stored.has(number))).toEqual([]);
    // A save is whole: its row in the audit and the draft it made belong together.
    expect(connection?.draftVersion).toBe(rows.length);
    expect(connection?.draft.networks).toEqual([{ block: '10.0.0.0/8', label: String(Math.max(...stored)) }]);
  }, 240_000);
});

/** Runs a saving process until it has acknowledged so many saves, and kills it without warning. */
async function saveUntilKilled(dataDirectory: string, acknowledged: number[], wanted: number): Promise<void> {
  const child = spawn(process.execPath, [saveLoop, dataDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    acknowledged.push(...lines.map(Number));
    if (acknowledged.length >= wanted) child.kill('SIGKILL');
  });
  const [code] = await closed;
  if (code !== null) throw new Error(`the saving process ended by itself with ${code}`);
}
