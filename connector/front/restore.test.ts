import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Daemon } from '#connector/daemon.ts';
import { probeTls } from '#connector/front/probe-tls.ts';
import { newGatehouseKey, startFakeHub } from '#connector/test-world/fake-hub.ts';
import { enrolTestConnector, freshFolder, portOf, startTestDaemon } from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintServer } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';

let root: Authority;
let first: Minted;

beforeAll(async () => {
  root = await mintAuthority('Corp Root');
  first = await mintServer('first', root);
});

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function firstSettings() {
  return testSettings(1, { server: first, authorities: [root.der] });
}

function served(daemon: Daemon): Promise<string> {
  return probeTls({ kind: 'address', host: '127.0.0.1', port: portOf(daemon.listener().address) });
}

async function occupy(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test('a port in use: refused by its name, served as soon as the port is free, and Gatehouse hears of it', async () => {
  const own = await startFakeHub();
  const { folder: data, remove } = await freshFolder();
  cleanups.push(remove, () => own.stop());
  await enrolTestConnector(own, data);
  const blocker = await occupy(0);
  const { port } = blocker.address() as { port: number };
  const late = await startTestDaemon(data, { listen: { host: '127.0.0.1', port } });
  cleanups.push(() => late.close());
  await own.hellos.next();
  own.publish(await own.sign(firstSettings(), await own.sealed(first.key.pkcs8)));
  const answer = await own.answers.next();
  expect(answer).toMatchObject({ t: 'refused', refusal: 'listener-failed' });
  if (answer.t === 'refused') expect(answer.detail).toBe(`127.0.0.1:${port}: another program listens there already.`);
  expect(late.listener().state).toBe('failed');

  blocker.close();
  const hello = await own.hellos.next(({ running }) => running === 1);
  expect(hello.listener).toMatchObject({ state: 'serving', certificate: first.fingerprint });
  expect(await served(late)).toBe(first.fingerprint);
});

test('a port in use at a restart: the saved revision serves once the port is free', async () => {
  const own = await startFakeHub();
  const { folder: data, remove } = await freshFolder();
  cleanups.push(remove, () => own.stop());
  await enrolTestConnector(own, data);
  const before = await startTestDaemon(data);
  await own.hellos.next();
  own.publish(await own.sign(firstSettings(), await own.sealed(first.key.pkcs8)));
  await own.answers.next();
  await before.close();
  await own.stop();

  const blocker = await occupy(0);
  const { port } = blocker.address() as { port: number };
  const late = await startTestDaemon(data, { listen: { host: '127.0.0.1', port } });
  cleanups.push(() => late.close());
  expect([late.running(), late.listener().state]).toEqual([null, 'failed']);
  await own.listen();
  expect(await own.hellos.next()).toMatchObject({ running: null, listener: { state: 'failed' } });
  expect(await own.answers.next()).toMatchObject({ t: 'refused', refusal: 'listener-failed' });
  blocker.close();
  await own.hellos.next(({ running }) => running === 1);
  expect(await served(late)).toBe(first.fingerprint);
});

test('a port in use at a restart does not let an older revision in', async () => {
  const own = await startFakeHub();
  const { folder: data, remove } = await freshFolder();
  cleanups.push(remove, () => own.stop());
  await enrolTestConnector(own, data);
  const before = await startTestDaemon(data);
  await own.hellos.next();
  const older = await own.sign(firstSettings(), await own.sealed(first.key.pkcs8));
  const newer = testSettings(2, { server: first, authorities: [root.der] });
  own.publish(await own.sign(newer, await own.sealed(first.key.pkcs8)));
  await own.answers.next();
  await before.close();

  const blocker = await occupy(0);
  const { port } = blocker.address() as { port: number };
  own.publish(older);
  const late = await startTestDaemon(data, { listen: { host: '127.0.0.1', port } });
  cleanups.push(() => late.close());
  expect(await own.answers.next()).toMatchObject({ t: 'refused', revision: 1, refusal: 'older-revision' });
  blocker.close();
  await own.hellos.next(({ running }) => running === 2);
});

test.each([
  ['not JSON', '{"packed'],
  ['of another shape', '{}'],
])('a revision file that is %s does not stop the start; Gatehouse sends it again', async (_, text) => {
  const own = await startFakeHub();
  const { folder: data, remove } = await freshFolder();
  cleanups.push(remove, () => own.stop());
  await enrolTestConnector(own, data);
  await writeFile(data.revision, text);
  own.publish(await own.sign(firstSettings(), await own.sealed(first.key.pkcs8)));
  const healed = await startTestDaemon(data);
  cleanups.push(() => healed.close());
  expect(await own.answers.next()).toMatchObject({ t: 'acknowledged', revision: 1 });
});

test('a revision file that somebody changed is not served', async () => {
  const own = await startFakeHub();
  const { folder: data, remove } = await freshFolder();
  cleanups.push(remove, () => own.stop());
  await enrolTestConnector(own, data);
  const { privateKey } = await newGatehouseKey();
  const forged = await own.sign(firstSettings(), await own.sealed(first.key.pkcs8), privateKey);
  const { packed, signature, sealedKey } = forged;
  await writeFile(data.revision, JSON.stringify({ format: 1, packed, signature, sealedKey }));
  const started = await startTestDaemon(data);
  cleanups.push(() => started.close());
  expect([started.running(), started.listener().state]).toEqual([null, 'off']);
  expect(started.lines.some((line) => line['refusal'] === 'signature-invalid')).toBe(true);
});
