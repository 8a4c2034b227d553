import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { assertCommitsReachTheDisk, durableStartParams, passFsyncOn } from '#lib/db/pglite-fsync.ts';
import type { FromStore, StoreData, ToStore } from '#lib/db/pglite-messages.ts';

/*
 * Runs PGlite in a thread of its own: on the main thread it would starve the event loop. What comes in and goes out is
 * PostgreSQL's own wire protocol, so that the `pg` driver on the other side serves both engines.
 */

const port = parentPort;
if (port === null) throw new Error('pglite-worker.ts is started as a worker only');
const { directory, maintainEveryMs } = workerData as StoreData;
const encoder = new TextEncoder();

let queriesSinceMaintenance = 0;

function answer(message: FromStore, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

function simpleQuery(sql: string): Uint8Array {
  const text = encoder.encode(`${sql}\0`);
  const message = new Uint8Array(5 + text.length);
  message[0] = 'Q'.charCodeAt(0);
  new DataView(message.buffer).setUint32(1, 4 + text.length);
  message.set(text, 5);
  return message;
}

async function open(): Promise<PGlite> {
  const store = await PGlite.create({
    dataDir: directory,
    startParams: [
      ...durableStartParams(PGlite.defaultStartParams),
      ...['shared_buffers=16MB', 'jit=off', 'TimeZone=UTC'].flatMap((set) => ['-c', set]),
    ],
  });
  const disk = passFsyncOn(store, (cause) => {
    answer({ t: 'failed', message: `The disk did not take the database's writes: ${String(cause)}` });
    process.exit(1);
  });
  await assertCommitsReachTheDisk(store, disk);
  return store;
}

/** Single-user PostgreSQL has no autovacuum and no checkpointer. */
function maintain(store: PGlite): void {
  if (queriesSinceMaintenance === 0 || store.isInTransaction()) return;
  queriesSinceMaintenance = 0;
  store.execProtocolRawSync(simpleQuery('VACUUM ANALYZE'));
  store.execProtocolRawSync(simpleQuery('CHECKPOINT'));
}

function onWire(store: PGlite, bytes: Uint8Array): void {
  queriesSinceMaintenance += 1;
  // A startup packet begins with its length, and so with 0. What a dropped client left open is rolled back first.
  if (bytes[0] === 0 && store.isInTransaction()) store.execProtocolRawSync(simpleQuery('ROLLBACK'));
  // Copied: some answers are views of the store's own buffer.
  const reply = store.execProtocolRawSync(bytes).slice();
  answer({ t: 'wire', bytes: reply }, [reply.buffer]);
}

try {
  const store = await open();
  const timer = setInterval(() => maintain(store), maintainEveryMs);
  port.on('message', (message: ToStore) => {
    if (message.t === 'wire') return onWire(store, message.bytes);
    clearInterval(timer);
    store.close().then(
      () => answer({ t: 'closed' }),
      (cause: unknown) => answer({ t: 'failed', message: String(cause) }),
    );
  });
  answer({ t: 'ready' });
} catch (cause) {
  answer({ t: 'failed', message: cause instanceof Error ? cause.message : String(cause) });
}
