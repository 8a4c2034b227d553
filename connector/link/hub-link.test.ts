import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { importIdentityKey, readConnectorKeys } from '#connector/disk/connector-keys.ts';
import { gatehouseClock } from '#connector/link/gatehouse-clock.ts';
import { type HubLink, openHubLink } from '#connector/link/hub-link.ts';
import { type FakeHub, newGatehouseKey, startFakeHub } from '#connector/test-world/fake-hub.ts';
import { mailbox } from '#connector/test-world/mailbox.ts';
import { enrolTestConnector, freshFolder, quickTimes, testLog } from '#connector/test-world/start-test-daemon.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import { closeCodes } from '#lib/wire/close-codes.ts';
import type { RevisionFrame } from '#lib/wire/frames.ts';
import { importPublicKey, proveHello } from '#lib/wire/hello-proof.ts';
import { maxHelloBytes, maxHubFrameBytes } from '#lib/wire/limits.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Ends = ReturnType<typeof testLog>['lines'];

async function linkTo(hub: FakeHub, more: Partial<Parameters<typeof openHubLink>[0]> = {}) {
  const { folder, remove } = await freshFolder();
  cleanups.push(remove);
  await enrolTestConnector(hub, folder);
  const keys = await readConnectorKeys(folder);
  if (!keys.ok || keys.value === undefined) throw new Error('no keys');
  const identityKey = await importIdentityKey(keys.value);
  if (!identityKey.ok) throw new Error('no identity');
  const revisions = mailbox<RevisionFrame>('revision');
  const states = mailbox<string>('state');
  const { log, lines } = testLog();
  const link = openHubLink({
    hubUrl: hub.hubUrl,
    connectorId: hub.connectorId,
    identityKey: identityKey.value,
    gatehouseKey: await importPublicKey(hub.gatehouse.publicKey),
    software: 'test 1',
    hostName: 'host-1',
    status: () => ({
      running: null,
      listener: { state: 'off', address: '[::]:8443' },
      directory: { state: 'none', kind: 'none', answering: 0, configured: 0 },
      kerberos: { state: 'none', principals: [] },
    }),
    onRevision: revisions.put,
    onQuestion: () => {},
    onReceived: () => {},
    onState: ({ state }) => states.put(state),
    log,
    times: quickTimes,
    ...more,
  });
  cleanups.push(() => link.close());
  return { link, lines, revisions, states };
}

async function startHub(): Promise<FakeHub> {
  const hub = await startFakeHub();
  cleanups.push(() => hub.stop());
  return hub;
}

function reasons(lines: Ends): readonly unknown[] {
  return lines.filter((line) => 'retryInMs' in line).map((line) => line['reason']);
}

async function ended(states: { next: (fits: (state: string) => boolean) => Promise<string> }): Promise<void> {
  await states.next((state) => state === 'waiting');
}

test('hello, welcome, revision; and again after the hub went away', async () => {
  const hub = await startHub();
  const { link, states, revisions } = await linkTo(hub);
  expect(await hub.hellos.next()).toMatchObject({ t: 'hello', connectorId: hub.connectorId, hostName: 'host-1' });
  await states.next((state) => state === 'online');
  const frame = await hub.sign(testSettings(1), null);
  hub.publish(frame);
  expect(await revisions.next()).toEqual(frame);

  await hub.stop();
  await states.next((state) => state === 'waiting');
  expect(link.send({ t: 'refused', revision: 1, refusal: 'unexpected', detail: '', tests: [], tookMs: 0 })).toBe(false);
  await hub.listen();
  await states.next((state) => state === 'online');
  expect(await revisions.next()).toEqual(frame);
});

test('a hub without the pinned key gets nothing but a close', async () => {
  const hub = await startHub();
  const other = await newGatehouseKey();
  hub.manners = { proofKey: other.privateKey };
  hub.publish(await hub.sign(testSettings(1), null, other.privateKey));
  const { states, lines, revisions } = await linkTo(hub);
  await ended(states);
  expect(await hub.closes.next()).toEqual({ code: closeCodes.untrustedHub });
  expect(reasons(lines)[0]).toBe('untrustedHub');
  expect(revisions.all()).toEqual([]);
});

test('a welcome seen on another link is no proof', async () => {
  const hub = await startHub();
  const nonces = { hubNonce: 'A'.repeat(44), connectorNonce: 'B'.repeat(44) };
  const facts = { ...nonces, connectorId: hub.connectorId, version: 1, questionKey: '' };
  const proof = await proveHello('hub', facts, hub.gatehouse.privateKey);
  const recorded = JSON.stringify({ t: 'welcome', version: 1, proof, now: Date.now() });
  hub.manners = { insteadOfWelcome: (socket) => socket.send(recorded) };
  const { states, lines } = await linkTo(hub);
  await ended(states);
  expect(reasons(lines)[0]).toBe('untrustedHub');
});

test.each([
  ['a revision before the welcome', { t: 'revision', revision: 1, packed: '', signature: '', sealedKey: null }],
  ['a welcome before the challenge', { t: 'welcome', version: 1, proof: '', now: 0 }],
])('%s', async (_, frame) => {
  const hub = await startHub();
  hub.manners = { insteadOfChallenge: (socket) => socket.send(JSON.stringify(frame)) };
  const { states, lines, revisions } = await linkTo(hub);
  await ended(states);
  expect(reasons(lines)[0]).toBe('untrustedHub');
  expect(revisions.all()).toEqual([]);
});

test.each([
  ['not JSON', '{', 'unreadableFrame'],
  ['a kind nobody knows', '{"t":"shutdown"}', 'unknownFrame'],
  ['a field too many', '{"t":"challenge","versions":[1],"nonce":"A","x":1}', 'unreadableFrame'],
  ['too large for a stranger', `{"t":"challenge","pad":"${'x'.repeat(maxHelloBytes)}"}`, 'frameTooLarge'],
  ['bytes', new Uint8Array([1, 2, 3]), 'unreadableFrame'],
] as const)('instead of a challenge: %s', async (_, message, reason) => {
  const hub = await startHub();
  hub.manners = { insteadOfChallenge: (socket) => socket.send(message) };
  const { states, lines } = await linkTo(hub);
  await ended(states);
  expect(reasons(lines)[0]).toBe(reason);
  expect(await hub.closes.next()).toEqual({ code: closeCodes[reason] });
});

test('a frame over the limit ends the link before it is in memory, and the next link works', async () => {
  const hub = await startHub();
  const { states, revisions } = await linkTo(hub);
  await states.next((state) => state === 'online');
  hub.send(`{"t":"revision","pad":"${'x'.repeat(maxHubFrameBytes)}"}`);
  // RFC 6455 section 7.4.1: message too big.
  expect(await hub.closes.next()).toEqual({ code: 1009 });
  await states.next((state) => state === 'online');
  const frame = await hub.sign(testSettings(1), null);
  hub.publish(frame);
  expect(await revisions.next()).toEqual(frame);
});

test('many frames at once end the link instead of filling the memory', async () => {
  const hub = await startHub();
  hub.manners = {
    insteadOfChallenge: (socket) => {
      for (let count = 0; count < 100; count += 1)
        socket.send(JSON.stringify({ t: 'challenge', versions: [1], nonce: 'A'.repeat(44) }));
    },
  };
  const { states, lines } = await linkTo(hub);
  await ended(states);
  expect(['unreadableFrame', 'untrustedHub']).toContain(reasons(lines)[0]);
});

test('no version in common', async () => {
  const hub = await startHub();
  hub.manners = { versions: [7, 8] };
  const { states, lines } = await linkTo(hub);
  await ended(states);
  expect(reasons(lines)[0]).toBe('versionUnsupported');
  expect(await hub.closes.next()).toEqual({ code: closeCodes.versionUnsupported });
});

test.each(['revoked', 'notRecognised', 'replaced'] as const)(
  'closed as %s: says so plainly and waits about a minute',
  async (reason) => {
    const hub = await startHub();
    const { states, lines } = await linkTo(hub);
    await states.next((state) => state === 'online');
    await hub.hellos.next();
    hub.hangUp(closeCodes[reason]);
    await ended(states);
    const line = lines.find((one) => one['reason'] === reason);
    expect(line).toMatchObject({ level: 'error' });
    expect(Number(line?.['retryInMs'])).toBeGreaterThanOrEqual(45_000);
  },
);

test('a hub that never says a word is left after the hello timeout', async () => {
  const hub = await startHub();
  hub.manners = { insteadOfChallenge: () => {} };
  const { states, lines } = await linkTo(hub, { times: { ...quickTimes, helloTimeoutMs: 30 } });
  await ended(states);
  expect(reasons(lines)[0]).toBe('helloTimeout');
});

test('a port that accepts and stays silent is left after the dial timeout', async () => {
  const held: Socket[] = [];
  const server = createServer((socket) => held.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    for (const socket of held) socket.destroy();
    server.close();
  });
  const hub = await startHub();
  const { port } = server.address() as { port: number };
  const { states, lines } = await linkTo(hub, {
    hubUrl: `ws://127.0.0.1:${port}/connector`,
    times: { ...quickTimes, dialTimeoutMs: 30 },
  });
  await ended(states);
  expect(reasons(lines)[0]).toBe('unreachable');
  expect(lines.find((line) => 'retryInMs' in line)?.msg).toContain('no answer came in time');
});

test('a hub that fell silent is given up, one that answers pings is not', async () => {
  const hub = await startHub();
  const times = { ...quickTimes, pingAfterMs: 20, silentAfterMs: 80 };
  const { states, lines } = await linkTo(hub, { times });
  await states.next((state) => state === 'online');
  // Six pings take longer than silentAfterMs: only the pongs kept the link.
  for (let count = 0; count < 6; count += 1) await hub.pings.next();
  expect(reasons(lines)).toEqual([]);
  hub.pauseAll();
  await ended(states);
  expect(reasons(lines)[0]).toBe('silent');
});

test('closing leaves nothing behind, in every phase', async () => {
  const hub = await startHub();
  const phases: ((link: HubLink) => Promise<unknown>)[] = [
    async () => {},
    async () => hub.hellos.next(),
    async () => {
      await hub.hellos.next();
      await hub.stop();
    },
  ];
  for (const reach of phases) {
    const { link } = await linkTo(hub);
    await reach(link);
    await link.close();
    expect(link.state().state).toBe('closed');
  }
  await hub.listen();
  expect(hub.online()).toBe(0);
});

test('questions and words that come with the welcome in one packet wait for it, and then for nobody', async () => {
  const hub = await startHub();
  const questions = mailbox<string>('question');
  const received = mailbox<string>('received');
  let isHeld = true;
  hub.manners = {
    afterWelcome: (socket) => {
      for (let count = 0; count < 300; count += 1)
        socket.send(JSON.stringify({ t: 'question', id: `qst_${count}`, sealed: 'x'.repeat(1_000) }));
      socket.send(JSON.stringify({ t: 'received', request: 'sir_1', isTaken: true }));
    },
  };
  await linkTo(hub, {
    onQuestion: ({ id }, { questionKey, answer }) => {
      expect([questionKey.type, questionKey.extractable]).toEqual(['private', false]);
      questions.put(id);
      isHeld = !answer({ t: 'answer', id, signed: 'x' });
    },
    onReceived: ({ request }) => received.put(request),
  });
  expect(await received.next()).toBe('sir_1');
  expect(questions.all()).toHaveLength(300);
  expect(isHeld).toBe(false);
  await hub.said.next(({ id }) => id === 'qst_299');
  expect(hub.closes.all()).toEqual([]);
});

test('each link has a key for questions of its own, which the proof covers', async () => {
  const hub = await startHub();
  await linkTo(hub);
  const first = await hub.hellos.next();
  hub.hangUp(closeCodes.goingAway);
  const second = await hub.hellos.next();
  expect(second.questionKey).not.toBe(first.questionKey);
  // The fake hub checks the proof over the key it was told; with another one it is no proof.
  hub.manners = { readHello: (hello) => ({ ...hello, questionKey: first.questionKey }) };
  hub.hangUp(closeCodes.goingAway);
  expect(await hub.closes.next(({ code }) => code === closeCodes.notRecognised)).toBeDefined();
});

test('through a proxy that connects', async () => {
  const hub = await startHub();
  const asked = mailbox<string>('CONNECT');
  const sockets = new Set<Duplex>();
  const proxy = createHttpServer().on('connect', (request, near) => {
    asked.put(request.url ?? '');
    const far = connect(Number(new URL(hub.httpUrl).port), '127.0.0.1', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(near).pipe(far);
    });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  await linkTo(hub, { proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
  await hub.hellos.next();
  expect(await asked.next()).toBe(new URL(hub.httpUrl).host);
});

test('a clock that differs is told about', async () => {
  const hub = await startHub();
  const { states, lines } = await linkTo(hub, { clock: gatehouseClock({ now: () => Date.now() + 120_000 }) });
  await states.next((state) => state === 'online');
  await hub.hellos.next();
  expect(lines.some((line) => line.level === 'warn' && line.msg.includes('120 s ahead'))).toBe(true);
});
