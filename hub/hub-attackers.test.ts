import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { HubLimits } from '#hub/hub-limits.ts';
import { makeHello, newIdentity, type SimulatedConnector } from '#hub/simulated-connector.test-support.ts';
import { startTestHub, type TestHub } from '#hub/test-hub.test-support.ts';
import { closeCodes } from '#lib/wire/close-codes.ts';
import { maxHelloBytes } from '#lib/wire/limits.ts';

const started: TestHub[] = [];
async function start(limits: Partial<HubLimits> = {}): Promise<TestHub> {
  const world = await startTestHub(limits);
  started.push(world);
  return world;
}
afterEach(async () => {
  for (const world of started.splice(0)) await world.stop();
});

async function challenged(world: TestHub): Promise<{ connector: SimulatedConnector; nonce: string }> {
  const connector = world.dial();
  return { connector, nonce: (await connector.next('challenge')).nonce };
}

test('one that stays silent is closed at the deadline', async () => {
  const { connector } = await challenged(await start({ helloTimeoutMs: 30 }));
  expect(await connector.closed).toBe(closeCodes.helloTimeout);
});

test('the deadline is not extended by a stranger’s own traffic', async () => {
  const { connector } = await challenged(await start({ helloTimeoutMs: 60 }));
  const drip = setInterval(() => connector.socket.ping(), 5);
  connector.socket.send('{"t":', { fin: false });
  expect(await connector.closed).toBe(closeCodes.helloTimeout);
  clearInterval(drip);
});

test('a hello larger than a stranger may send is not read', async () => {
  const world = await start();
  const { connector } = await challenged(world);
  connector.send(`{"t":"hello","x":"${'x'.repeat(maxHelloBytes)}"}`);
  expect(await connector.closed).toBe(closeCodes.frameTooLarge);
});

test('neither are fragments that together are larger', async () => {
  const world = await start();
  const { connector: fragments } = await challenged(world);
  for (let count = 0; count < 30; count += 1) fragments.socket.send('x'.repeat(1_000), { fin: false });
  expect(await fragments.closed).toBe(closeCodes.frameTooLarge);
});

test('a flood of pings ends the link', async () => {
  const { connector: pings } = await challenged(await start({ helloTimeoutMs: 60_000 }));
  for (let count = 0; count < 400; count += 1) pings.socket.ping('x'.repeat(100));
  // Either the bytes are too many first, or the answers waiting to be sent, for which the socket is cut.
  expect([closeCodes.frameTooLarge, 1006]).toContain(await pings.closed);
});

test('a frame declared gigantic is cut off by its header', async () => {
  const { connector } = await challenged(await start());
  connector.send('x'.repeat(1_000_000));
  expect(await connector.closed).toBe(closeCodes.frameTooLarge);
});

test.each([
  ['no JSON', '{', 'unreadableFrame'],
  ['JSON of no frame', '[1]', 'unreadableFrame'],
  ['an unknown kind', '{"t":"sudo"}', 'unknownFrame'],
  ['a hub’s frame', '{"t":"challenge","versions":[1],"nonce":"x"}', 'unknownFrame'],
  ['a hello with fields missing', '{"t":"hello","version":1}', 'unreadableFrame'],
  ['a hello of a later version with other fields', '{"t":"hello","version":7,"x":1}', 'versionUnsupported'],
] as const)('%s as the first word', async (_name, message, reason) => {
  const world = await start();
  const { connector } = await challenged(world);
  connector.send(message);
  expect(await connector.closed).toBe(closeCodes[reason]);
  expect(world.verbs.calls.findConnector).toBe(0);
});

test('binary is not read', async () => {
  const { connector } = await challenged(await start());
  connector.socket.send(Buffer.from('{}'));
  expect(await connector.closed).toBe(closeCodes.unreadableFrame);
});

test('an answer before the hello', async () => {
  const { connector } = await challenged(await start());
  connector.send({
    t: 'acknowledged',
    revision: 1,
    listener: { state: 'off', address: '' },
    tests: [],
    tookMs: 1,
  });
  expect(await connector.closed).toBe(closeCodes.unknownFrame);
});

test('a hello of a version the hub does not speak', async () => {
  const world = await start();
  const identity = await world.enrol('cr_1');
  const { connector, nonce } = await challenged(world);
  connector.send(await makeHello(identity, nonce, { version: 2 }));
  expect(await connector.closed).toBe(closeCodes.versionUnsupported);
});

test('a hello recorded from another link', async () => {
  const world = await start();
  const identity = await world.enrol('cr_1');
  const { connector: honest, nonce } = await challenged(world);
  const recorded = await makeHello(identity, nonce);
  honest.send(recorded);
  await honest.next('welcome');
  const { connector: thief } = await challenged(world);
  thief.send(recorded);
  expect(await thief.closed).toBe(closeCodes.notRecognised);
  expect(world.hub.gateway.isOnline('cr_1')).toBe(true);
  expect(honest.socket.readyState).toBe(honest.socket.OPEN);
});

test('another key, and a connector nobody enrolled, get the same answer', async () => {
  const world = await start();
  await world.enrol('cr_1');
  const { connector: wrongKey, nonce: first } = await challenged(world);
  wrongKey.send(await makeHello(await newIdentity('cr_1'), first));
  const { connector: unknown, nonce: second } = await challenged(world);
  unknown.send(await makeHello(await newIdentity('cr_9'), second));
  expect([await wrongKey.closed, await unknown.closed]).toEqual([closeCodes.notRecognised, closeCodes.notRecognised]);
});

test('a proof made for another connector’s name', async () => {
  const world = await start();
  const identity = await world.enrol('cr_1');
  await world.enrol('cr_2');
  const { connector, nonce } = await challenged(world);
  connector.send({ ...(await makeHello(identity, nonce)), connectorId: 'cr_2' });
  expect(await connector.closed).toBe(closeCodes.notRecognised);
});

test('a revoked connector learns so, but only with its own key', async () => {
  const world = await start();
  const identity = await world.enrol('cr_1');
  world.verbs.connectors.set('cr_1', {
    connectorId: 'cr_1',
    connectionId: 'cn_1',
    identityKey: identity.publicKey,
    isRevoked: true,
  });
  const { connector, nonce } = await challenged(world);
  connector.send(await makeHello(identity, nonce));
  expect(await connector.closed).toBe(closeCodes.revoked);
  const { connector: other, nonce: otherNonce } = await challenged(world);
  other.send(await makeHello(await newIdentity('cr_1'), otherNonce));
  expect(await other.closed).toBe(closeCodes.notRecognised);
});

test('a second frame before the welcome ends the link', async () => {
  const world = await start();
  const identity = await world.enrol('cr_1');
  const { connector, nonce } = await challenged(world);
  world.verbs.beforeFinding = async () => {
    const interrupted = connector.closed;
    connector.send('{}');
    await interrupted;
  };
  connector.send(await makeHello(identity, nonce));
  expect(await connector.closed).toBe(closeCodes.unknownFrame);
  expect(world.hub.gateway.isOnline('cr_1')).toBe(false);
});

test.each([
  ['an unknown kind', '{"t":"sudo"}', 'unknownFrame'],
  ['no JSON', 'hi', 'unreadableFrame'],
  ['too large a frame', 'x'.repeat(70_000), 'frameTooLarge'],
] as const)('a known connector that sends %s', async (_name, message, reason) => {
  const world = await start();
  const identity = await world.enrol('cr_1');
  const connector = world.dial();
  await connector.greet(identity, world.keyring.publicKey);
  connector.send(message);
  expect(await connector.closed).toBe(closeCodes[reason]);
});

test('a known connector that says hello a second time', async () => {
  const world = await start();
  const identity = await world.enrol('cr_1');
  const connector = world.dial();
  await connector.greet(identity, world.keyring.publicKey);
  connector.send(await makeHello(identity, 'A'.repeat(44)));
  expect(await connector.closed).toBe(closeCodes.unknownFrame);
});

test('strangers from one address have places of their own, and give them back', async () => {
  const world = await start({ maxStrangersPerAddress: 2 });
  const from = { 'x-test-address': '192.0.2.1' };
  const first = world.dial(from);
  const second = world.dial(from);
  await Promise.all([first.next('challenge'), second.next('challenge')]);
  expect(await world.dial(from).closed).toBe(closeCodes.tooManyStrangers);
  await world.dial({ 'x-test-address': '192.0.2.2' }).next('challenge');
  await first.end();
  const identity = await world.enrol('cr_1');
  await world.dial(from).greet(identity, world.keyring.publicKey);
  // The known connector no longer counts as a stranger.
  await world.dial(from).next('challenge');
});

test('one IPv6 network is one sender, however many addresses it has', async () => {
  const world = await start({ maxStrangersPerAddress: 2 });
  const from = (address: string) => world.dial({ 'x-test-address': address });
  await Promise.all([from('2001:db8::1').next('challenge'), from('2001:db8::2').next('challenge')]);
  expect(await from('2001:db8::3:4:5:6').closed).toBe(closeCodes.tooManyStrangers);
  await from('2001:db8:0:1::1').next('challenge');
});

test('a flood of strangers finds no more places than there are, and keeps no known connector out for good', async () => {
  const world = await start({ maxStrangers: 20, helloTimeoutMs: 60_000 });
  const identity = await world.enrol('cr_1');
  const flood = Array.from({ length: 60 }, (_, index) => world.dial({ 'x-test-address': `a${index}` }));
  const fates = await Promise.all(
    flood.map((stranger) =>
      stranger.next('challenge').then(
        () => 'challenged',
        () => stranger.closed,
      ),
    ),
  );
  expect(fates.filter((fate) => fate === 'challenged')).toHaveLength(20);
  // Beyond twice the places the socket is not even upgraded.
  expect(fates.filter((fate) => fate === closeCodes.tooManyStrangers || fate === 1006)).toHaveLength(40);
  await Promise.all(flood.map((stranger) => stranger.end()));
  const connector = world.dial();
  await connector.greet(identity, world.keyring.publicKey);
  expect(world.hub.gateway.isOnline('cr_1')).toBe(true);
});

test('a page in a browser does not get in', async () => {
  const world = await start();
  const page = world.dial({ origin: 'https://example.com' });
  expect(await page.closed).toBe(1006);
});

test('a socket that breaks off in the middle of a frame leaves nothing', async () => {
  const world = await start();
  const { port } = new URL(world.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    'GET /hub HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await new Promise((resolve) => socket.once('data', resolve));
  socket.write(Buffer.from([0x81, 0xfe, 0x10]));
  socket.destroy();
  const identity = await world.enrol('cr_1');
  await world.dial().greet(identity, world.keyring.publicKey);
  await world.stop();
  started.splice(0);
  expect(await world.countSockets()).toBe(0);
});
