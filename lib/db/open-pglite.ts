import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import type { OpenedDatabase } from '#lib/db/database.ts';
import { lockDirectory } from '#lib/db/lock-directory.ts';
import { overPool } from '#lib/db/over-pool.ts';
import type { FromStore, StoreData, ToStore } from '#lib/db/pglite-messages.ts';
import { PgliteStream } from '#lib/db/pglite-stream.ts';
import { syncPath, syncTree } from '#lib/db/sync-tree.ts';

export type PgliteOptions = {
  /** Made if it is not there; locked against a second process. */
  readonly dataDirectory: string;
  readonly maintainEveryMs?: number;
  /** Told when the store ends by itself; nothing can be saved from then on. */
  readonly onFailure?: (cause: Error) => void;
};

const fiveMinutesMs = 300_000;

/** Opens the embedded database. There is one connection: transactions wait for each other. */
export async function openPglite(options: PgliteOptions): Promise<OpenedDatabase> {
  const { dataDirectory, maintainEveryMs = fiveMinutesMs, onFailure } = options;
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(dataDirectory);
  try {
    const directory = join(dataDirectory, 'store');
    if (!existsSync(directory)) await createStore(dataDirectory, directory);
    // PGlite's files are writable for everybody, and the data directory may have been made by somebody else, open to all.
    chmodSync(directory, 0o700);
    const worker = await startWorker({ directory, maintainEveryMs });
    let isClosing = false;
    let hasStopped = false;
    worker.once('exit', () => {
      hasStopped = true;
      if (!isClosing) onFailure?.(new Error('The embedded database has stopped.'));
    });
    const pool = new pg.Pool({
      max: 1,
      idleTimeoutMillis: 0,
      // Whoever waits this long waits for itself: a query beside its own transaction.
      connectionTimeoutMillis: 60_000,
      user: 'postgres',
      database: 'postgres',
      stream: () => new PgliteStream(worker),
    });
    pool.on('error', (cause) => {
      if (!isClosing) onFailure?.(cause);
    });
    return {
      db: overPool(pool),
      pool,
      engine: 'pglite',
      close: async () => {
        if (isClosing) return;
        isClosing = true;
        try {
          await pool.end();
          // One that has stopped by itself would never answer.
          if (!hasStopped) await stopWorker(worker);
        } finally {
          await lock.release();
        }
      },
    };
  } catch (cause) {
    await lock.release();
    throw cause;
  }
}

/** Made aside and renamed when it is whole and on the disk; its worker's memory, some 700 MiB, goes with the worker. */
async function createStore(dataDirectory: string, directory: string): Promise<void> {
  const unfinished = join(dataDirectory, 'store.new');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  await stopWorker(await startWorker({ directory: unfinished, maintainEveryMs: fiveMinutesMs }));
  syncTree(unfinished);
  renameSync(unfinished, directory);
  syncPath(dataDirectory);
}

async function startWorker(data: StoreData): Promise<Worker> {
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: data, execArgv: [] });
  worker.setMaxListeners(50);
  try {
    await answerOf(worker, 'ready');
  } catch (cause) {
    await worker.terminate();
    throw cause;
  }
  // An uncaught error in the worker ends it; 'exit' tells.
  worker.on('error', () => {});
  return worker;
}

async function stopWorker(worker: Worker): Promise<void> {
  const closed = answerOf(worker, 'closed');
  worker.postMessage({ t: 'close' } satisfies ToStore);
  try {
    await closed;
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker, wanted: 'ready' | 'closed'): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void) => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      how();
    };
    const onMessage = (message: FromStore) => {
      if (message.t === wanted) settle(resolve);
      if (message.t === 'failed') settle(() => reject(new Error(message.message)));
    };
    const onError = (cause: unknown) => settle(() => reject(cause));
    const onExit = () => settle(() => reject(new Error('The embedded database has stopped.')));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
  });
}
