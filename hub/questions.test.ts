import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { HubLimits } from '#hub/hub-limits.ts';
import { goOnline, type OnlineConnectorParts, passwordsOf } from '#hub/online-connector.test-support.ts';
import { createQuestions } from '#hub/questions.ts';
import { makeHello, type SimulatedConnector } from '#hub/simulated-connector.test-support.ts';
import { startTestHub, type TestHub } from '#hub/test-hub.test-support.ts';
import { closeCodes } from '#lib/wire/close-codes.ts';
import type { Asked } from '#lib/wire/gateway.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';
import { sealQuestion } from '#lib/wire/sealed-question.ts';
import { openSignedResult } from '#lib/wire/signed-result.ts';

const started: TestHub[] = [];
async function start(limits: Partial<HubLimits> = {}): Promise<TestHub> {
  const world = await startTestHub(limits);
  started.push(world);
  return world;
}
afterEach(async () => {
  for (const world of started.splice(0)) await world.stop();
});

/** Long enough that a test which reaches it has failed. */
const forever = 600_000;

async function online(world: TestHub, connectorId: string, more: Partial<OnlineConnectorParts> = {}) {
  const identity = await world.enrol(connectorId);
  const { url, keyring } = world;
  return {
    identity,
    ...(await goOnline({ url, identity, connectionId: 'cn_1', gatehouseKey: keyring.publicKey, ...more })),
  };
}

/** A connector that reads questions and says nothing unless it is told to. */
async function quiet(world: TestHub, connectorId: string): Promise<SimulatedConnector> {
  const connector = world.dial();
  await connector.greet(await world.enrol(connectorId), world.keyring.publicKey);
  return connector;
}

/** What was sent over the link before has arrived once its ping is answered. */
async function arrived(connector: SimulatedConnector): Promise<void> {
  connector.socket.ping();
  await once(connector.socket, 'pong');
}

test('a sealed question goes to a connector, and its signed answer comes back', async () => {
  const world = await start();
  const { identity } = await online(world, 'cr_1', { answerPassword: passwordsOf(new Map([['alice', 'Tr0ub4dor']])) });
  const [connector] = world.hub.gateway.onlineConnectors('cn_1');
  if (connector === undefined) throw new Error('nobody is online');
  const keys = { questionKey: connector.questionKey, gatehouseKey: world.keyring.privateKey };
  const bound = { id: 'q_1', connectorId: connector.connectorId, expiresAt: Date.now() + 60_000 };
  const sealed = await sealQuestion({ kind: 'password', userName: 'alice', password: 'Tr0ub4dor' }, bound, keys);
  const asked = await world.hub.gateway.ask('cr_1', { id: 'q_1', sealed }, forever);
  if (asked.kind !== 'answered') throw new Error(asked.kind);
  const result = await openSignedResult(asked.signed, await importPublicKey(identity.publicKey));
  expect(result).toMatchObject({
    iss: 'cr_1',
    connectionId: 'cn_1',
    answers: 'q_1',
    method: 'password',
    outcome: { result: 'accepted', person: { userName: 'alice' } },
  });
});

test('those online are named with what they told of themselves, and only those of the connection', async () => {
  const world = await start();
  const directory = { state: 'failing', kind: 'ldif', answering: 0, configured: 2, detail: 'no such file' } as const;
  const kerberos = { state: 'ready', principals: ['HTTP/sso.fabrikam.example@FABRIKAM.EXAMPLE'] } as const;
  await online(world, 'cr_1', {
    hello: { directory, kerberos: { ...kerberos, principals: [...kerberos.principals] } },
  });
  await world.dial().greet(await world.enrol('cr_2', 'cn_2'), world.keyring.publicKey);
  expect(world.hub.gateway.onlineConnectors('cn_1')).toEqual([
    { connectorId: 'cr_1', questionKey: expect.anything(), directory, kerberos },
  ]);
  expect(world.hub.gateway.onlineConnectors('cn_3')).toEqual([]);
});

test('nobody is asked who is not there, or not welcomed yet', async () => {
  const world = await start();
  const asked: Asked[] = [await world.hub.gateway.ask('cr_1', { id: 'q', sealed: 'x' }, forever)];
  const identity = await world.enrol('cr_1');
  const read = world.verbs.readPublished;
  Object.assign(world.verbs, {
    readPublished: async (...input: Parameters<typeof read>) => {
      asked.push(await world.hub.gateway.ask('cr_1', { id: 'q', sealed: 'x' }, forever));
      expect(world.hub.gateway.onlineConnectors('cn_1')).toEqual([]);
      return read(...input);
    },
  });
  await world.dial().greet(identity, world.keyring.publicKey);
  expect(asked).toEqual([{ kind: 'not-asked' }, { kind: 'not-asked' }]);
});

test('a hello whose question key somebody on the way changed is not believed', async () => {
  const world = await start();
  const identity = await world.enrol('cr_1');
  const connector = world.dial();
  const { nonce } = await connector.next('challenge');
  const other = await world.enrol('cr_2');
  connector.send({ ...(await makeHello(identity, nonce)), questionKey: other.questionKey.publicKey });
  expect(await connector.closed).toBe(closeCodes.notRecognised);
});

test('a question key that is none ends the link', async () => {
  const world = await start();
  const identity = await world.enrol('cr_1');
  const connector = world.dial();
  const { nonce } = await connector.next('challenge');
  // A key of the other purpose's algorithm is fine; bytes that are no point on the curve are not.
  const questionKey = { ...identity.questionKey, publicKey: 'MFkwEwYHKoZIzj0CAQ==' };
  connector.send(await makeHello({ ...identity, questionKey }, nonce));
  expect(await connector.closed).toBe(closeCodes.unreadableFrame);
  expect(world.hub.gateway.isOnline('cr_1')).toBe(false);
});

test('no answer in time is no answer; one that comes later settles nothing', async () => {
  const world = await start();
  const connector = await quiet(world, 'cr_1');
  expect(await world.hub.gateway.ask('cr_1', { id: 'q_1', sealed: 'x' }, 5)).toEqual({ kind: 'no-answer' });
  const second = world.hub.gateway.ask('cr_1', { id: 'q_2', sealed: 'x' }, forever);
  connector.send({ t: 'answer', id: 'q_1', signed: 'late' });
  connector.send({ t: 'answer', id: 'q_9', signed: 'never asked' });
  connector.send({ t: 'answer', id: 'q_2', signed: 'in time' });
  connector.send({ t: 'answer', id: 'q_2', signed: 'a second time' });
  expect(await second).toEqual({ kind: 'answered', signed: 'in time' });
});

test('a connector cannot answer what another one was asked', async () => {
  const world = await start();
  const [asked, meddler] = [await quiet(world, 'cr_1'), await quiet(world, 'cr_2')];
  const question = world.hub.gateway.ask('cr_1', { id: 'q_1', sealed: 'x' }, forever);
  await asked.next('question');
  meddler.send({ t: 'answer', id: 'q_1', signed: 'meddled' });
  await arrived(meddler);
  asked.send({ t: 'answer', id: 'q_1', signed: 'honest' });
  expect(await question).toEqual({ kind: 'answered', signed: 'honest' });
});

test('a link that ends leaves its questions without an answer', async () => {
  const world = await start();
  const connector = await quiet(world, 'cr_1');
  const questions = ['q_1', 'q_2'].map((id) => world.hub.gateway.ask('cr_1', { id, sealed: 'x' }, forever));
  await connector.next('question');
  connector.socket.terminate();
  expect(await Promise.all(questions)).toEqual([{ kind: 'no-answer' }, { kind: 'no-answer' }]);
});

test('a connector that comes a second time does not answer what its older link was asked', async () => {
  const world = await start();
  const older = await quiet(world, 'cr_1');
  const question = world.hub.gateway.ask('cr_1', { id: 'q_1', sealed: 'x' }, forever);
  await older.next('question');
  const newer = await quiet(world, 'cr_1');
  newer.send({ t: 'answer', id: 'q_1', signed: 'x' });
  expect(await question).toEqual({ kind: 'no-answer' });
});

test('a revoked connector is not listened to any more, though its link may still be closing', async () => {
  const world = await start();
  const connector = await quiet(world, 'cr_1');
  const question = world.hub.gateway.ask('cr_1', { id: 'q_1', sealed: 'x' }, forever);
  await connector.next('question');
  world.hub.gateway.hangUp('cr_1', 'revoked');
  connector.send({ t: 'answer', id: 'q_1', signed: 'x' });
  expect(await world.hub.gateway.ask('cr_1', { id: 'q_2', sealed: 'x' }, forever)).toEqual({ kind: 'not-asked' });
  expect(await question).toEqual({ kind: 'no-answer' });
});

test('only so many questions are open on one link; the others go elsewhere', async () => {
  const world = await start({ maxOpenQuestions: 3 });
  const connector = await quiet(world, 'cr_1');
  const ask = (id: string) => world.hub.gateway.ask('cr_1', { id, sealed: 'x' }, forever);
  const open = ['q_1', 'q_2', 'q_3'].map(ask);
  expect(await ask('q_4')).toEqual({ kind: 'not-asked' });
  connector.send({ t: 'answer', id: 'q_2', signed: 'x' });
  expect(await open[1]).toEqual({ kind: 'answered', signed: 'x' });
  const fifth = ask('q_5');
  connector.send({ t: 'answer', id: 'q_5', signed: 'y' });
  expect(await fifth).toEqual({ kind: 'answered', signed: 'y' });
});

test('a link that does not read is not asked', async () => {
  const sent: string[] = [];
  const socket = {
    readyState: 1,
    OPEN: 1,
    bufferedAmount: 1_001,
    send: (text: string) => void sent.push(text),
  } as unknown as Parameters<typeof createQuestions>[0];
  const questions = createQuestions(socket, { maxOpenQuestions: 3, maxWaitingBeforeQuestionBytes: 1_000 });
  expect(await questions.ask({ id: 'q_1', sealed: 'x' }, forever)).toEqual({ kind: 'not-asked' });
  expect(sent).toEqual([]);
});

test('answers are owed for what was asked, also when it was given up, and no more', async () => {
  const socket = { readyState: 1, OPEN: 1, bufferedAmount: 0, send: () => {} } as unknown as Parameters<
    typeof createQuestions
  >[0];
  const questions = createQuestions(socket, { maxOpenQuestions: 3, maxWaitingBeforeQuestionBytes: 1_000 });
  const answer = (id: string) => questions.take({ t: 'answer', id, signed: 'x' });
  expect(answer('q_0')).toBe(false);
  await questions.ask({ id: 'q_1', sealed: 'x' }, 1);
  const second = questions.ask({ id: 'q_2', sealed: 'x' }, forever);
  expect([questions.countOpen(), answer('q_1'), answer('q_2'), answer('q_2')]).toEqual([1, true, true, false]);
  expect(await second).toEqual({ kind: 'answered', signed: 'x' });
  expect([questions.countOpen(), questions.countDropped()]).toEqual([0, 3]);
});

test('a hub that closes answers everybody who waits, and asks nobody afterwards', async () => {
  const world = await start();
  const connector = await quiet(world, 'cr_1');
  const question = world.hub.gateway.ask('cr_1', { id: 'q_1', sealed: 'x' }, forever);
  await connector.next('question');
  const closed = world.hub.close();
  expect(await question).toEqual({ kind: 'no-answer' });
  expect(await world.hub.gateway.ask('cr_1', { id: 'q_2', sealed: 'x' }, forever)).toEqual({ kind: 'not-asked' });
  await closed;
});
