import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import type { HubLimits } from '#hub/hub-limits.ts';
import { makeHello, newIdentity } from '#hub/simulated-connector.test-support.ts';
import { startTestHub, type TestHub } from '#hub/test-hub.test-support.ts';
import type { Published } from '#lib/services/read-published.ts';
import { closeCodes } from '#lib/wire/close-codes.ts';

const started: TestHub[] = [];
async function start(limits: Partial<HubLimits> = {}): Promise<TestHub> {
  const world = await startTestHub(limits);
  started.push(world);
  return world;
}
afterEach(async () => {
  for (const world of started.splice(0)) await world.stop();
});

function published(revision: number, sealedKeys: Record<string, string> = {}): Published {
  return {
    revision,
    signed: { packed: 'cGFja2Vk', signature: 'c2lnbmF0dXJl' },
    sealedKeys: new Map(Object.entries(sealedKeys)),
  };
}

function acknowledged(revision: number) {
  const listener = { state: 'serving', address: '0.0.0.0:8443' } as const;
  return { t: 'acknowledged', revision, listener, tests: [], tookMs: 3 } as const;
}

test('a connector proves itself, is proved to, and is online until it leaves', async () => {
  const { enrol, dial, keyring, hub, verbs } = await start();
  const identity = await enrol('cr_1');
  const connector = dial({ 'x-test-address': '192.0.2.7' });
  const welcome = await connector.greet(identity, keyring.publicKey, { hostName: 'dc1', running: null });
  expect(welcome.published).toBeUndefined();
  expect(hub.gateway.isOnline('cr_1')).toBe(true);
  await verbs.until(() => verbs.arrivals.length === 1);
  expect(verbs.arrivals[0]).toEqual([
    {
      connectorId: 'cr_1',
      connectionId: 'cn_1',
      seenFrom: '192.0.2.7',
      hostName: 'dc1',
      software: 'simulated',
      running: null,
      listener: { state: 'off', address: '' },
    },
  ]);
  await connector.end();
  await verbs.until(() => verbs.departures.length === 1);
  expect(hub.gateway.isOnline('cr_1')).toBe(false);
  expect(verbs.departures[0]?.[0]).toMatchObject({ connectorId: 'cr_1', connectionId: 'cn_1' });
});

test('a connector that runs another revision gets the published one right after the welcome', async () => {
  const { enrol, dial, keyring, verbs } = await start();
  const identity = await enrol('cr_1');
  verbs.published.set('cn_1', published(3, { cr_1: 'a2V5' }));
  const behind = dial();
  expect((await behind.greet(identity, keyring.publicKey, { running: 2 })).published).toBe(3);
  expect(await behind.next('revision')).toEqual({
    t: 'revision',
    revision: 3,
    packed: 'cGFja2Vk',
    signature: 'c2lnbmF0dXJl',
    sealedKey: 'a2V5',
  });
});

test('a connector that runs the published revision gets nothing until the next one', async () => {
  const { enrol, dial, keyring, verbs, hub } = await start();
  const identity = await enrol('cr_1');
  verbs.published.set('cn_1', published(3));
  const upToDate = dial();
  await upToDate.greet(identity, keyring.publicKey, { running: 3 });
  verbs.published.set('cn_1', published(4));
  await hub.gateway.announceRevision('cn_1');
  expect((await upToDate.next('revision')).revision).toBe(4);
});

test('an announcement reaches every connector of its connection, each with its own sealed key, and no other', async () => {
  const { enrol, dial, keyring, verbs, hub } = await start();
  const ids = Array.from({ length: 450 }, (_, index) => `cr_${index}`);
  const connectors = await Promise.all(
    ids.map(async (id) => {
      const identity = await enrol(id);
      const connector = dial({ 'x-test-address': id });
      await connector.greet(identity, keyring.publicKey);
      return connector;
    }),
  );
  const stranger = await enrol('cr_other', 'cn_2');
  const other = dial();
  await other.greet(stranger, keyring.publicKey);
  verbs.published.set('cn_1', published(1, { cr_0: 'MA==', cr_449: 'NDQ5' }));
  verbs.published.set('cn_2', published(9));
  const looks = verbs.calls.readPublished;
  await hub.gateway.announceRevision('cn_1');
  expect(verbs.calls.readPublished).toBe(looks + 1);
  const frames = await Promise.all(connectors.map((connector) => connector.next('revision')));
  expect(frames.map((frame) => frame.revision)).toEqual(ids.map(() => 1));
  expect([frames[0]?.sealedKey, frames[1]?.sealedKey, frames[449]?.sealedKey]).toEqual(['MA==', null, 'NDQ5']);
  await hub.gateway.announceRevision('cn_2');
  // The first revision the other connection's connector hears of is its own.
  expect((await other.next('revision')).revision).toBe(9);
});

test('a key sealed later goes to the connector that lacked it, and to no other', async () => {
  const { enrol, dial, keyring, verbs, hub } = await start();
  const [hasKey, lacksKey, runsIt] = [await enrol('cr_1'), await enrol('cr_2'), await enrol('cr_3')];
  verbs.published.set('cn_1', published(1, { cr_1: 'MQ==', cr_3: 'Mw==' }));
  const connectors = [dial(), dial(), dial()] as const;
  await connectors[0].greet(hasKey, keyring.publicKey);
  await connectors[1].greet(lacksKey, keyring.publicKey);
  await connectors[2].greet(runsIt, keyring.publicKey, { running: 1 });
  expect((await connectors[0].next('revision')).sealedKey).toBe('MQ==');
  expect((await connectors[1].next('revision')).sealedKey).toBeNull();
  verbs.published.set('cn_1', published(1, { cr_1: 'MQ==', cr_2: 'Mg==', cr_3: 'Mw==' }));
  await hub.gateway.announceRevision('cn_1');
  expect(await connectors[1].next('revision')).toMatchObject({ revision: 1, sealedKey: 'Mg==' });
  verbs.published.set('cn_1', published(2));
  await hub.gateway.announceRevision('cn_1');
  const next = await Promise.all([connectors[0].next('revision'), connectors[2].next('revision')]);
  expect(next.map(({ revision }) => revision)).toEqual([2, 2]);
});

test('a connector that is to run another revision gets that one, after a welcome too, and again where it is offered again', async () => {
  const { enrol, dial, keyring, verbs, hub } = await start();
  const [canary, other] = [await enrol('cr_1'), await enrol('cr_2')];
  const apart = (revision: number, anew: number) => [{ ...published(revision), to: new Map([['cr_1', anew]]) }];
  verbs.published.set('cn_1', published(1));
  const [first, second] = [dial(), dial()];
  await first.greet(canary, keyring.publicKey, { running: 1 });
  await second.greet(other, keyring.publicKey, { running: 1 });
  verbs.published.set('cn_1', { ...published(1), apart: apart(2, 0) });
  await hub.gateway.announceRevision('cn_1');
  expect((await first.next('revision')).revision).toBe(2);
  verbs.published.set('cn_1', { ...published(1), apart: apart(2, 1) });
  await hub.gateway.announceRevision('cn_1');
  expect((await first.next('revision')).revision).toBe(2);
  await hub.gateway.announceRevision('cn_1');

  // One that serves it already is sent nothing, and told that this is right.
  const again = dial();
  const welcome = await again.greet(canary, keyring.publicKey, { running: 2 });
  expect(welcome.published).toBe(2);
  verbs.published.set('cn_1', published(3));
  await hub.gateway.announceRevision('cn_1');
  const next = await Promise.all([again.next('revision'), second.next('revision')]);
  // The other one never heard of revision 2.
  expect(next.map(({ revision }) => revision)).toEqual([3, 3]);
});

test('answers are recorded together, the last one per connector and revision', async () => {
  const { enrol, dial, keyring, verbs } = await start({ recordEveryMs: 50 });
  const identity = await enrol('cr_1');
  const connector = dial();
  await connector.greet(identity, keyring.publicKey);
  const refused = { t: 'refused', revision: 2, refusal: 'key-not-sealed', detail: '', tests: [], tookMs: 1 };
  connector.send(acknowledged(1));
  connector.send(refused);
  connector.send(acknowledged(2));
  await verbs.until(() => verbs.answers.flat().length >= 2);
  expect(verbs.answers.flat().map(({ frame }) => [frame.t, frame.revision])).toEqual([
    ['acknowledged', 1],
    ['acknowledged', 2],
  ]);
});

test('what a connector says of itself when it comes back is recorded after what it said before', async () => {
  const { enrol, dial, keyring, verbs } = await start({ recordEveryMs: 100 });
  const identity = await enrol('cr_1');
  const order: string[] = [];
  const { recordArrivals, recordAnswers } = verbs;
  Object.assign(verbs, {
    recordArrivals: async (...input: Parameters<typeof recordArrivals>) => {
      order.push(...input[1].map(({ running }) => `runs ${running}`));
      await recordArrivals(...input);
    },
    recordAnswers: async (...input: Parameters<typeof recordAnswers>) => {
      order.push(...input[1].map(({ frame }) => `${frame.t} ${frame.revision}`));
      await recordAnswers(...input);
    },
  });
  const first = dial();
  await first.greet(identity, keyring.publicKey);
  await verbs.until(() => verbs.arrivals.length === 1);
  first.send({ t: 'refused', revision: 2, refusal: 'listener-failed', detail: '', tests: [], tookMs: 1 });
  // A pong tells that what was sent before has arrived.
  first.socket.ping();
  await once(first.socket, 'pong');
  const second = dial();
  await second.greet(identity, keyring.publicKey, { running: 2 });
  second.send(acknowledged(3));
  await verbs.until(() => order.includes('acknowledged 3'));
  expect(order).toEqual(['runs null', 'refused 2', 'runs 2', 'acknowledged 3']);
});

test('what could not be recorded is tried again', async () => {
  const { enrol, dial, keyring, verbs, logged } = await start();
  const identity = await enrol('cr_1');
  let failures = 2;
  verbs.beforeRecording = async () => {
    if (failures > 0) {
      failures -= 1;
      throw new Error('the database is away');
    }
  };
  const connector = dial();
  await connector.greet(identity, keyring.publicKey);
  connector.send(acknowledged(1));
  await verbs.until(() => verbs.answers.length === 1);
  expect(verbs.arrivals.flat()).toHaveLength(1);
  expect(logged.filter((line) => line.startsWith('The hub could not record'))).toHaveLength(2);
});

test('a revision announced while a connector is being welcomed is not missed', async () => {
  const { enrol, dial, keyring, verbs, hub } = await start({ publishedFreshMs: 60_000 });
  const identity = await enrol('cr_1');
  verbs.published.set('cn_1', published(1));
  let announced: Promise<void> = Promise.resolve();
  const read = verbs.readPublished;
  const racing = {
    readPublished: async (...input: Parameters<typeof read>) => {
      const found = await read(...input);
      if (found?.revision === 1) {
        verbs.published.set('cn_1', published(2));
        announced = hub.gateway.announceRevision('cn_1');
        await announced;
      }
      return found;
    },
  };
  Object.assign(verbs, racing);
  const connector = dial();
  await connector.greet(identity, keyring.publicKey);
  const first = await connector.next('revision');
  const last = first.revision === 2 ? first : await connector.next('revision');
  expect(last.revision).toBe(2);
});

test('an announcement that failed is made again', async () => {
  const { enrol, dial, keyring, verbs, hub } = await start();
  const identity = await enrol('cr_1');
  const connector = dial();
  await connector.greet(identity, keyring.publicKey);
  const read = verbs.readPublished;
  let failures = 1;
  Object.assign(verbs, {
    readPublished: async (...input: Parameters<typeof read>) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
      return read(...input);
    },
  });
  verbs.published.set('cn_1', published(1));
  await hub.gateway.announceRevision('cn_1');
  expect((await connector.next('revision')).revision).toBe(1);
});

test('the same connector twice: the newer link stays, the older is closed as replaced', async () => {
  const { enrol, dial, keyring, verbs, hub } = await start();
  const identity = await enrol('cr_1');
  const older = dial();
  await older.greet(identity, keyring.publicKey);
  const newer = dial();
  await newer.greet(identity, keyring.publicKey);
  expect(await older.closed).toBe(closeCodes.replaced);
  expect(hub.gateway.isOnline('cr_1')).toBe(true);
  verbs.published.set('cn_1', published(1));
  await hub.gateway.announceRevision('cn_1');
  expect((await newer.next('revision')).revision).toBe(1);
  expect(verbs.departures).toEqual([]);
});

test('hanging up ends the link with the given reason', async () => {
  const { enrol, dial, keyring, hub } = await start();
  const identity = await enrol('cr_1');
  const connector = dial();
  await connector.greet(identity, keyring.publicKey);
  hub.gateway.hangUp('cr_1', 'revoked');
  expect(await connector.closed).toBe(closeCodes.revoked);
});

test('a connector revoked while it is being recognised does not get in', async () => {
  const { enrol, dial, keyring, verbs, hub } = await start();
  const identity = await enrol('cr_1');
  verbs.beforeFinding = async () => hub.gateway.hangUp('cr_1', 'revoked');
  const connector = dial();
  await expect(connector.greet(identity, keyring.publicKey)).rejects.toThrow('closed before welcome');
  expect(await connector.closed).toBe(closeCodes.revoked);
  expect(hub.gateway.isOnline('cr_1')).toBe(false);
});

test('quiet links are pinged, and stay while they answer', async () => {
  const { enrol, dial, keyring, hub } = await start({ pingAfterMs: 20, silentAfterMs: 10_000 });
  const identity = await enrol('cr_1');
  const connector = dial();
  await connector.greet(identity, keyring.publicKey);
  await once(connector.socket, 'ping');
  await once(connector.socket, 'ping');
  expect(hub.gateway.isOnline('cr_1')).toBe(true);
});

test('a link nothing is heard from is ended', async () => {
  const { enrol, dial, keyring, verbs, hub } = await start({ pingAfterMs: 50, silentAfterMs: 1_000 });
  const identity = await enrol('cr_1');
  const connector = dial();
  await connector.greet(identity, keyring.publicKey);
  // A paused socket answers no ping.
  connector.socket.pause();
  await verbs.until(() => verbs.departures.length === 1);
  expect(hub.gateway.isOnline('cr_1')).toBe(false);
  connector.socket.resume();
  expect(await connector.closed).toBe(closeCodes.silent);
});

test('closing says goodbye to everybody, records what is left and leaves no socket', async () => {
  const world = await start({ recordEveryMs: 60_000, helloTimeoutMs: 60_000 });
  const identity = await world.enrol('cr_1');
  const known = world.dial();
  await known.greet(identity, world.keyring.publicKey);
  known.send(acknowledged(1));
  const stranger = world.dial();
  await stranger.next('challenge');
  const unwilling = world.dial();
  await unwilling.next('challenge');
  unwilling.socket.pause();
  // Answers of a ping tell that what was sent before has arrived.
  known.socket.ping();
  await once(known.socket, 'pong');
  await world.hub.close();
  expect([await known.closed, await stranger.closed]).toEqual([closeCodes.goingAway, closeCodes.goingAway]);
  expect(await world.countSockets()).toBe(0);
  expect(world.verbs.answers.flat()).toHaveLength(1);
  expect(world.verbs.departures.flat()).toHaveLength(1);
  unwilling.socket.terminate();
  const late = world.dial();
  await late.closed;
  expect(late.socket.readyState).toBe(late.socket.CLOSED);
  const forgotten = await newIdentity('cr_2');
  await expect(late.greet(forgotten, world.keyring.publicKey)).rejects.toThrow('closed before challenge');
});

test('a hub that was closed leaves no timer and no socket: its process ends by itself', async () => {
  const program = fileURLToPath(new URL('./open-and-close.test-support.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 50_000 });
  expect(stdout).toBe('stopped\n');
});

test('the challenge never repeats its nonce', async () => {
  const { dial } = await start();
  const nonces = await Promise.all(Array.from({ length: 20 }, async () => (await dial().next('challenge')).nonce));
  expect(new Set(nonces).size).toBe(20);
});

test('the link says which versions it speaks, and the welcome which one it is', async () => {
  const { enrol, dial } = await start();
  const identity = await enrol('cr_1');
  const connector = dial();
  const challenge = await connector.next('challenge');
  expect(challenge.versions).toEqual([1]);
  connector.send(await makeHello(identity, challenge.nonce));
  expect((await connector.next('welcome')).version).toBe(1);
});
