import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { expect, it } from 'vitest';
import { PgliteStream } from '#lib/db/pglite-stream.ts';

function clientOf(worker: Worker): pg.Client {
  const client = new pg.Client({ stream: () => new PgliteStream(worker) });
  client.on('error', () => {});
  return client;
}

it('fails what waits for an answer when the store stops, and what comes later at once', async () => {
  const worker = new Worker(`require('node:worker_threads').parentPort.once('message', () => process.exit(1))`, {
    eval: true,
  });
  await once(worker, 'online');
  await expect(clientOf(worker).connect()).rejects.toThrow('The embedded database has stopped.');
  await expect(clientOf(worker).connect()).rejects.toThrow('The embedded database has stopped.');
});
