import { afterEach, expect, test } from 'vitest';
import type { HubLimits } from '#hub/hub-limits.ts';
import { startTestHub, type TestHub } from '#hub/test-hub.test-support.ts';
import { closeCodes } from '#lib/wire/close-codes.ts';

/* Connectors that enrolled, and then turn out hostile. */

const started: TestHub[] = [];
const few = { frameTokens: 50, frameTokensPerSecond: 1 };
async function start(limits: Partial<HubLimits> = {}): Promise<TestHub> {
  const world = await startTestHub({ ...few, ...limits });
  started.push(world);
  return world;
}
afterEach(async () => {
  for (const world of started.splice(0)) await world.stop();
});

async function known(world: TestHub, connectorId: string) {
  const connector = world.dial();
  await connector.greet(await world.enrol(connectorId), world.keyring.publicKey);
  return connector;
}

const listener = { state: 'serving', address: '0.0.0.0:8443' } as const;
const kerberos = { state: 'none', principals: [] } as const;
const directory = (answering: number) => ({ state: 'answering', kind: 'ldap', answering, configured: 1 }) as const;

test.each([
  ['acknowledged', (n: number) => ({ t: 'acknowledged', revision: n + 1, listener, tests: [], tookMs: 1 })],
  [
    'refused',
    (n: number) => ({ t: 'refused', revision: n + 1, refusal: 'unexpected', detail: '', tests: [], tookMs: 1 }),
  ],
  ['answer', (n: number) => ({ t: 'answer', id: `q_${n}`, signed: 'x' })],
  ['state', (n: number) => ({ t: 'state', directory: directory(n), kerberos })],
  ['revocation', (n: number) => ({ t: 'revocation', rows: [], left: n })],
])('a flood of %s frames ends its link, and no other', async (_kind, frame) => {
  const world = await start();
  const [hostile, honest] = [await known(world, 'cr_1'), await known(world, 'cr_2')];
  for (let count = 0; count < 200; count += 1) hostile.send(frame(count));
  const question = world.hub.gateway.ask('cr_2', { id: 'q_1', sealed: 'x' }, 600_000);
  await honest.next('question');
  honest.send({ t: 'answer', id: 'q_1', signed: 'y' });
  expect(await hostile.closed).toBe(closeCodes.tooManyFrames);
  expect(await question).toEqual({ kind: 'answered', signed: 'y' });
  await world.verbs.until(() => world.verbs.departures.length > 0);
  expect(world.verbs.departures.flat().map(({ connectorId }) => connectorId)).toEqual(['cr_1']);
});

test('a flood of assertions that are not taken ends the link; services saw no more than the budget', async () => {
  const world = await start();
  world.verbs.takeAssertion = async () => false;
  const hostile = await known(world, 'cr_1');
  for (let count = 0; count < 200; count += 1) hostile.send({ t: 'assertion', request: `sir_${count}`, signed: 'x' });
  expect(await hostile.closed).toBe(closeCodes.tooManyFrames);
  expect(world.verbs.assertions.length).toBeLessThanOrEqual(few.frameTokens + 1);
});

test('an assertion that was taken is free once, not each time it is said again', async () => {
  const world = await start();
  const hostile = await known(world, 'cr_1');
  let told = 0;
  while (hostile.socket.readyState === hostile.socket.OPEN) {
    hostile.send({ t: 'assertion', request: 'sir_1', signed: 'x' });
    if ((await hostile.nextAny())?.t === 'received') told += 1;
  }
  expect(await hostile.closed).toBe(closeCodes.tooManyFrames);
  expect(told).toBeLessThanOrEqual(few.frameTokens + few.frameTokensPerSecond + 1);
});

test('a few large frames cost as much as many small ones', async () => {
  const world = await start();
  const hostile = await known(world, 'cr_1');
  hostile.send({ t: 'answer', id: 'q', signed: 'x'.repeat(51 * 1024) });
  expect(await hostile.closed).toBe(closeCodes.tooManyFrames);
});

test('a flood of pings ends the link', async () => {
  const world = await start();
  const hostile = await known(world, 'cr_1');
  for (let count = 0; count < 200; count += 1) hostile.socket.ping();
  expect(await hostile.closed).toBe(closeCodes.tooManyFrames);
});

test('a connector that is asked a lot may answer a lot, also late, and assert what is wanted', async () => {
  const world = await start({ frameTokensPerSecond: 0 });
  const busy = await known(world, 'cr_1');
  for (let count = 0; count < 150; count += 1) {
    const question = world.hub.gateway.ask('cr_1', { id: `q_${count}`, sealed: 'x' }, count % 3 === 0 ? 0 : 600_000);
    await busy.next('question');
    if (count % 3 === 0) expect(await question).toEqual({ kind: 'no-answer' });
    busy.send({ t: 'answer', id: `q_${count}`, signed: 'y' });
    busy.send({ t: 'assertion', request: `sir_${count}`, signed: 'z' });
    expect(await busy.next('received')).toEqual({ t: 'received', request: `sir_${count}`, isTaken: true });
  }
  expect(world.hub.gateway.isOnline('cr_1')).toBe(true);
});
