import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { HubLimits } from '#hub/hub-limits.ts';
import { goOnline, somebody } from '#hub/online-connector.test-support.ts';
import { startTestHub, type TestHub } from '#hub/test-hub.test-support.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';
import { hashReceipt, openSignedResult } from '#lib/wire/signed-result.ts';

const started: TestHub[] = [];
async function start(limits: Partial<HubLimits> = {}): Promise<TestHub> {
  const world = await startTestHub(limits);
  started.push(world);
  return world;
}
afterEach(async () => {
  for (const world of started.splice(0)) await world.stop();
});

test('what a connector asserts is handed to services as it is signed, and the connector hears that it was taken', async () => {
  const { enrol, url, keyring, verbs } = await start();
  const identity = await enrol('cr_1');
  const connector = await goOnline({ url, identity, connectionId: 'cn_1', gatehouseKey: keyring.publicKey });
  const outcome = { result: 'accepted', person: somebody('alice'), steps: [] } as const;
  const { isTaken, receipt } = await connector.assert(
    { jti: 'sir_1', method: 'client-certificate' },
    { ...outcome, steps: [] },
  );
  expect(isTaken).toBe(true);
  const [assertion] = verbs.assertions;
  expect(assertion).toMatchObject({ connectorId: 'cr_1', connectionId: 'cn_1', requestId: 'sir_1' });
  const result = await openSignedResult(assertion?.signed ?? '', await importPublicKey(identity.publicKey));
  expect(result).toMatchObject({ answers: 'sir_1', receiptHash: await hashReceipt(receipt), outcome });
});

test.each([
  ['is not taken', async () => false],
  [
    'fails',
    async () => {
      throw new Error('the database is away');
    },
  ],
])('where it %s, the connector hears so', async (_how, takeAssertion) => {
  const { enrol, dial, keyring, verbs, logged } = await start();
  const connector = dial();
  await connector.greet(await enrol('cr_1'), keyring.publicKey);
  verbs.takeAssertion = takeAssertion;
  connector.send({ t: 'assertion', request: 'sir_1', signed: 'the secret of the person' });
  expect(await connector.next('received')).toEqual({ t: 'received', request: 'sir_1', isTaken: false });
  expect(logged.join()).not.toContain('secret');
});

test('services look at so many of one link at once; the others are not taken, and those of other links are', async () => {
  const { enrol, dial, keyring, verbs } = await start({ maxAssertionsInWork: 2 });
  const { promise: gate, resolve: open } = Promise.withResolvers<boolean>();
  verbs.takeAssertion = (_context, { connectorId }) => (connectorId === 'cr_1' ? gate : Promise.resolve(true));
  const [busy, other] = [dial(), dial()] as const;
  await busy.greet(await enrol('cr_1'), keyring.publicKey);
  await other.greet(await enrol('cr_2'), keyring.publicKey);
  for (const request of ['a', 'b', 'c']) busy.send({ t: 'assertion', request, signed: 'x' });
  expect(await busy.next('received')).toEqual({ t: 'received', request: 'c', isTaken: false });
  other.send({ t: 'assertion', request: 'd', signed: 'x' });
  expect(await other.next('received')).toEqual({ t: 'received', request: 'd', isTaken: true });
  open(true);
  const told = [await busy.next('received'), await busy.next('received')];
  expect(told.map(({ request, isTaken }) => [request, isTaken])).toEqual([
    ['a', true],
    ['b', true],
  ]);
  busy.send({ t: 'assertion', request: 'e', signed: 'x' });
  expect((await busy.next('received')).isTaken).toBe(true);
});

test('a hub that closes waits for what services are looking at', async () => {
  const { enrol, dial, keyring, verbs, hub, countSockets } = await start();
  const { promise: gate, resolve: open } = Promise.withResolvers<boolean>();
  const order: string[] = [];
  verbs.takeAssertion = () => gate.finally(() => order.push('recorded'));
  const connector = dial();
  await connector.greet(await enrol('cr_1'), keyring.publicKey);
  connector.send({ t: 'assertion', request: 'a', signed: 'x' });
  await verbs.until(() => verbs.assertions.length === 1);
  const closed = hub.close().then(() => order.push('closed'));
  // Long past the point where nothing else is left to wait for.
  for (let turns = 0; turns < 100; turns = (await countSockets()) === 0 ? turns + 1 : 0) await nextTurn();
  open(true);
  await closed;
  expect(order).toEqual(['recorded', 'closed']);
});

test('what changed of a connector’s directory and Kerberos is known at once, and told to pages', async () => {
  const world = await start({ stateEventEveryMs: 3_600_000 });
  const events: string[] = [];
  world.events.subscribe((event) => events.push(event.t));
  const identity = await world.enrol('cr_1');
  const { url, keyring, hub, verbs } = world;
  const connector = await goOnline({ url, identity, connectionId: 'cn_1', gatehouseKey: keyring.publicKey });
  await verbs.until(() => verbs.arrivals.length === 1);
  const directory = { state: 'failing', kind: 'ldap', answering: 0, configured: 1, detail: 'refused' } as const;
  const kerberos = { state: 'none', principals: [] as string[] } as const;
  const heard = async () => {
    connector.link.socket.ping();
    await once(connector.link.socket, 'pong');
  };
  connector.tell({ directory, kerberos });
  await heard();
  expect(hub.gateway.onlineConnectors('cn_1')[0]).toMatchObject({ directory, kerberos });
  expect(events.filter((event) => event === 'connectors-changed')).toHaveLength(1);
  // The same again is no news.
  connector.tell({ directory, kerberos });
  await heard();
  // Of many changes in a row pages are told once in a while (state-events.test.ts).
  for (let answering = 1; answering <= 30; answering += 1)
    connector.tell({ directory: { ...directory, answering }, kerberos });
  await heard();
  expect(events.filter((event) => event === 'connectors-changed')).toHaveLength(1);
  expect(hub.gateway.onlineConnectors('cn_1')[0]?.directory.answering).toBe(30);
});

test('what a connector tells of revocation is recorded, the last word of a moment', async () => {
  const world = await start({ recordEveryMs: 50 });
  const identity = await world.enrol('cr_1');
  const { url, keyring, verbs } = world;
  const connector = await goOnline({ url, identity, connectionId: 'cn_1', gatehouseKey: keyring.publicKey });
  for (const left of [1, 2, 3]) connector.link.send({ t: 'revocation', rows: [], left });
  await verbs.until(() => verbs.boards.flat().at(-1)?.board.left === 3);
  expect(verbs.boards.flat().at(-1)).toMatchObject({ connectorId: 'cr_1', connectionId: 'cn_1', board: { rows: [] } });
});
