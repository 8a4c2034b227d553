import { once } from 'node:events';
import { Agent } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFrontListener } from '#connector/front/front-listener.ts';
import { fitKey, makeTlsMaterial, type TlsMaterial } from '#connector/front/tls-material.ts';
import { ask } from '#connector/test-world/ask.ts';
import { type FakeHub, startFakeHub } from '#connector/test-world/fake-hub.ts';
import {
  clientIdentity,
  enrolTestConnector,
  freshFolder,
  portOf,
  startTestDaemon,
  testLog,
} from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintClient, mintServer } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import type { RevisionFrame } from '#lib/wire/frames.ts';

const swaps = 50;

let root: Authority;
let servers: readonly [Minted, Minted];
let alice: Minted;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  root = await mintAuthority('Corp Root');
  servers = await Promise.all([mintServer('first', root), mintServer('second', root, 'RSA-2048')]);
  alice = await mintClient('Alice', root);
});
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function revisions(hub: FakeHub, count: number): Promise<readonly RevisionFrame[]> {
  const sealed = await Promise.all(servers.map((server) => hub.sealed(server.key.pkcs8)));
  const frames: RevisionFrame[] = [];
  for (let index = 0; index < count; index += 1) {
    const server = servers[index % 2] ?? servers[0];
    const settings = testSettings(index + 1, { server, authorities: [root.der] });
    frames.push(await hub.sign(settings, sealed[index % 2] ?? null));
  }
  return frames;
}

test(`${swaps} swaps lose no handshake, no request in flight and no kept-alive connection`, async () => {
  const hub = await startFakeHub();
  const { folder, remove } = await freshFolder();
  cleanups.push(remove, () => hub.stop());
  await enrolTestConnector(hub, folder);
  const daemon = await startTestDaemon(folder);
  cleanups.push(() => daemon.close());
  await hub.hellos.next();
  const [opening, ...rest] = await revisions(hub, swaps + 1);
  if (opening === undefined) throw new Error('no revisions');
  hub.publish(opening);
  await hub.answers.next();
  const port = portOf(daemon.listener().address);

  let isOver = false;
  const seen = new Map<string, number>();
  const statuses = new Map<number, number>();
  const lost: unknown[] = [];
  const keep = async (agent: Agent | undefined): Promise<void> => {
    const tls = clientIdentity(alice);
    while (!isOver) {
      try {
        const answer = await ask(port, { path: '/check', tls, ...(agent === undefined ? {} : { agent }) });
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (agent === undefined) seen.set(answer.fingerprint, (seen.get(answer.fingerprint) ?? 0) + 1);
      } catch (cause) {
        lost.push(cause);
      }
    }
  };
  const agent = new Agent({ keepAlive: true, maxSockets: 2, rejectUnauthorized: false });
  const traffic = [keep(undefined), keep(undefined), keep(undefined), keep(agent), keep(agent)];

  // One connection through all the swaps, with a request that is half sent whenever one happens.
  const patient = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...clientIdentity(alice) });
  await once(patient, 'secureConnect');
  for (const frame of rest) {
    patient.write('GET /check HTTP/1.1\r\nHost: localhost\r\n');
    hub.publish(frame);
    expect(await hub.answers.next()).toMatchObject({ t: 'acknowledged', revision: frame.revision });
    patient.write('Accept: application/json\r\n\r\n');
    expect(await readAnswer(patient)).toMatch(new RegExp(`^HTTP/1.1 200 .*"revision":${frame.revision},`, 's'));
  }
  isOver = true;
  await Promise.all(traffic);
  patient.destroy();
  agent.destroy();

  expect(lost).toEqual([]);
  expect([...statuses.keys()]).toEqual([200]);
  expect([...seen.keys()].sort()).toEqual(servers.map(({ fingerprint }) => fingerprint).sort());
}, 120_000);

async function readAnswer(socket: TLSSocket): Promise<string> {
  let text = '';
  for (;;) {
    const [part] = (await once(socket, 'data')) as [Buffer];
    text += part.toString('utf8');
    const [head = '', body] = text.split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    if (body !== undefined && Buffer.byteLength(body) >= length) return text;
  }
}

function material(server: Minted): TlsMaterial {
  const fitting = fitKey([server.der], server.key.pkcs8);
  if (!fitting.ok) throw new Error(fitting.problem.detail);
  const made = makeTlsMaterial({
    chain: [server.der],
    pkcs8: server.key.pkcs8,
    authorities: [],
    fingerprint: fitting.value.fingerprint,
  });
  if (!made.ok) throw new Error(made.problem.detail);
  return made.value;
}

test('answers that take longer than a swap, and than the closing of the listener, arrive whole', async () => {
  const waiting: (() => void)[] = [];
  const { promise: allIn, resolve } = Promise.withResolvers<void>();
  const listener = createFrontListener({
    listen: { host: '127.0.0.1', port: 0 },
    answerer: {
      meet: () => {},
      answer: (_request, response) => {
        response.write('first half, ');
        waiting.push(() => response.end('second half'));
        if (waiting.length === 10) resolve();
      },
    },
    log: testLog().log,
  });
  await listener.serve(material(servers[0]));
  const port = portOf(listener.state().address);
  const answers = Promise.all(Array.from({ length: 10 }, () => ask(port)));
  await allIn;
  for (let index = 1; index <= swaps; index += 1)
    expect(await listener.serve(material(servers[index % 2] ?? servers[0]))).toMatchObject({ ok: true });
  const closed = listener.close();
  await expect(ask(port)).rejects.toThrow();
  for (const finish of waiting) finish();
  expect((await answers).map(({ body }) => body)).toEqual(Array(10).fill('first half, second half'));
  await closed;
});

test('a close does not wait for ever', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const listener = createFrontListener({
    listen: { host: '127.0.0.1', port: 0 },
    answerer: { meet: () => {}, answer: () => resolve() },
    log: testLog().log,
    drainMs: 50,
  });
  await listener.serve(material(servers[0]));
  const answer = ask(portOf(listener.state().address));
  await asked;
  await Promise.all([listener.close(), expect(answer).rejects.toThrow()]);
});

test('a swap that cannot be done leaves the certificate before', async () => {
  const listener = createFrontListener({
    listen: { host: '127.0.0.1', port: 0 },
    answerer: { meet: () => {}, answer: (_request, response) => response.end('ok') },
    log: testLog().log,
  });
  await listener.serve(material(servers[0]));
  const port = portOf(listener.state().address);
  const good = material(servers[1]);
  // Material that answers with another certificate than it says: as if another program held the port.
  const liar = { ...good, fingerprint: 'f'.repeat(64) };
  expect(await listener.serve(liar)).toMatchObject({ ok: false, problem: { refusal: 'listener-answers-otherwise' } });
  expect((await ask(port)).fingerprint).toBe(servers[0].fingerprint);
  const broken = { ...good, options: { ...good.options, key: 'none' } };
  expect(await listener.serve(broken)).toMatchObject({ ok: false, problem: { refusal: 'certificate-unusable' } });
  expect((await ask(port)).fingerprint).toBe(servers[0].fingerprint);
  await listener.close();
});

test('all addresses of both families by default', async () => {
  const listener = createFrontListener({
    listen: { host: '::', port: 0 },
    answerer: { meet: () => {}, answer: (_request, response) => response.end('ok') },
    log: testLog().log,
  });
  await listener.serve(material(servers[0]));
  expect(listener.state().address).toMatch(/^(\[::\]|0\.0\.0\.0):\d+$/);
  expect((await ask(portOf(listener.state().address))).body).toBe('ok');
  await listener.close();
  expect(listener.state().state).toBe('off');
});
