import { type ChildProcess, fork } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolConnector, type RunningConnector } from './world/connector.ts';
import { freePort } from './world/free-port.ts';
import type { PublisherOrder, PublisherWord } from './world/publisher.ts';
import { writeTrialFiles } from './world/trial-files.ts';

const kills = 50;
const program = fileURLToPath(new URL('world/publisher.ts', import.meta.url));

/** Everything that was acknowledged to the parent; nothing of it may be missing later. */
const acknowledged = { version: 0, label: '', revision: 0 };
let directory: string;
let port: number;
let child: ChildProcess;
const connectors: RunningConnector[] = [];
let connectionId: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-kill-'));
  await writeTrialFiles(join(directory, 'trial'));
  port = await freePort();
  await startPublisher();
  connectionId = (await ask({ t: 'found' }, 'founded')).connectionId;
  for (const name of ['hq-1', 'hq-2']) {
    const { url } = await ask({ t: 'ticket', connectionId }, 'ticket');
    const connector = await enrolConnector({ ticketUrl: url, name, directory });
    await connector.part().says(/enrolled/i);
    connectors.push(connector);
  }
});

afterAll(async () => {
  await Promise.all(connectors.map((connector) => connector.stop('SIGKILL')));
  child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

async function startPublisher(): Promise<void> {
  child = fork(program, { env: { ...process.env, PORT: String(port), GATEHOUSE_DATA: join(directory, 'data') } });
  child.on('message', (word: PublisherWord) => {
    if (word.t === 'saved') Object.assign(acknowledged, { version: word.version, label: word.label });
    if (word.t === 'published') acknowledged.revision = word.revision;
  });
  await heard('ready');
}

async function heard<Kind extends PublisherWord['t']>(kind: Kind): Promise<Extract<PublisherWord, { t: Kind }>> {
  const { promise, resolve, reject } = Promise.withResolvers<Extract<PublisherWord, { t: Kind }>>();
  const publisher = child;
  const onWord = (word: PublisherWord) => {
    if (word.t === 'failed') reject(new Error(word.message));
    if (word.t === kind) resolve(word as Extract<PublisherWord, { t: Kind }>);
  };
  const onExit = (code: number | null) => reject(new Error(`the publisher ended with ${code}`));
  publisher.on('message', onWord).on('exit', onExit);
  return promise.finally(() => publisher.off('message', onWord).off('exit', onExit));
}

async function ask<Kind extends PublisherWord['t']>(order: PublisherOrder, kind: Kind) {
  child.send(order);
  return heard(kind);
}

async function publishOrder(endless: boolean): Promise<PublisherOrder> {
  const trial = (name: string) => readFile(join(directory, 'trial', name), 'utf8');
  const pemBodies = (pem: string) =>
    [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g)].map((match) =>
      (match[1] ?? '').replaceAll(/\s/g, ''),
    );
  const [first] = connectors;
  return {
    t: 'publish',
    connectionId,
    sslChain: pemBodies(await trial('server-chain.pem')),
    sslKey: createPrivateKey(await trial('server-key.pem'))
      .export({ type: 'pkcs8', format: 'der' })
      .toString('base64'),
    authorities: pemBodies(await trial('really-pem.p7b')),
    frontFacingUrl: `https://localhost:${first?.port}`,
    endless,
  };
}

test(`${kills} kills at any moment of publishing lose no acknowledged save, and every connector converges`, async () => {
  const endless = await publishOrder(true);
  let isPublishing = false;
  for (let kill = 0; kill < kills; kill += 1) {
    if (!isPublishing) child.send(endless);
    isPublishing = true;
    await heard('published');
    // The moment of the kill is the point: spread over the time some publishes take, a golden ratio apart.
    await pause(((kill * 0.618) % 1) * 400);
    const connector = kill % 2 === 0 ? undefined : connectors[((kill - 1) / 2) % connectors.length];
    if (connector === undefined) {
      child.kill('SIGKILL');
      await once(child, 'exit');
      await startPublisher();
      isPublishing = false;
    } else {
      await connector.stop('SIGKILL');
      connector.start();
    }
    const before = { ...acknowledged };
    const report = await ask({ t: 'report', connectionId }, 'report');
    expect(report.draftVersion).toBeGreaterThanOrEqual(before.version);
    if (report.draftVersion === before.version) expect(report.draftLabel).toBe(before.label);
    const newest = Math.max(...report.revisions);
    expect(newest).toBeGreaterThanOrEqual(before.revision);
    // Revisions are numbered without a hole; the list is of the newest hundred, newest first.
    expect(report.revisions).toEqual(report.revisions.map((_, index) => newest - index));
    // While it goes on publishing, another revision may come between the two readings of the report.
    if (!isPublishing) expect(report.published).toBe(newest);
  }
  if (isPublishing) {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await startPublisher();
  }
  await ask(await publishOrder(false), 'published');
  await expect
    .poll(
      async () => {
        const { running, published } = await ask({ t: 'report', connectionId }, 'report');
        return running.every((revision) => revision === published);
      },
      { timeout: 45_000, interval: 250 },
    )
    .toBe(true);
}, 600_000);
