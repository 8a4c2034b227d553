import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Directory } from '#connector/ldap/directory.ts';
import { gatehouseClock } from '#connector/link/gatehouse-clock.ts';
import { answerQuestions } from '#connector/sign-in/answer-question.ts';
import { nativeSigner } from '#connector/sign-in/native-keys.ts';
import { newGatehouseKey } from '#connector/test-world/fake-hub.ts';
import { mailbox } from '#connector/test-world/mailbox.ts';
import { type SignInWorld, startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { testLog } from '#connector/test-world/start-test-daemon.ts';
import type { AnswerFrame } from '#lib/wire/frames.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';
import { importQuestionKey, makeQuestionKey } from '#lib/wire/question-cipher.ts';
import { sealQuestion } from '#lib/wire/sealed-question.ts';
import { openSignedResult } from '#lib/wire/signed-result.ts';

let world: SignInWorld;

beforeAll(async () => {
  world = await startSignInWorld();
});
afterAll(() => world.close());

const right = { userName: 'alice', password: 'password of alice' };

async function said(id: string) {
  const { signed } = await world.hub.said.next((frame) => frame.id === id);
  return world.hub.open(signed);
}

test('answered with what the directory says, signed and bound to the question', async () => {
  await world.hub.ask(right, { id: 'qst_right' });
  await world.hub.ask({ userName: 'alice', password: 'secret-but-wrong' }, { id: 'qst_wrong' });
  const result = await said('qst_right');
  expect(result).toMatchObject({
    iss: 'con_test',
    connectionId: 'cnn_test',
    answers: 'qst_right',
    method: 'password',
    outcome: { result: 'accepted', person: { userName: 'alice', groups: ['staff', 'team'] } },
  });
  expect(result.receiptHash).toBeUndefined();
  expect((await said('qst_wrong')).outcome).toMatchObject({ result: 'refused', reason: 'wrong-password' });
  const log = JSON.stringify(world.daemon.lines);
  expect(log).toContain('qst_wrong');
  expect(log).not.toContain('secret-but-wrong');
  expect(log).not.toContain(right.password);
});

test('200 at once: each is answered, none ends the link', async () => {
  const ids = Array.from({ length: 200 }, (_, index) => `qst_many_${index}`);
  await Promise.all(ids.map((id) => world.hub.ask(right, { id })));
  const outcomes = await Promise.all(ids.map(async (id) => (await said(id)).outcome));
  expect(new Set(outcomes.map(({ result }) => result))).toEqual(new Set(['accepted']));
  expect(world.hub.closes.all()).toEqual([]);
});

test('for another connector, too old, signed by somebody else, under another name: no directory is asked', async () => {
  const { privateKey: gatehouseKey } = await newGatehouseKey();
  await world.hub.ask(right, { id: 'qst_other', connectorId: 'con_other' });
  await world.hub.ask(right, { id: 'qst_old', expiresAt: Date.now() - 61_000 });
  await world.hub.ask(right, { id: 'qst_forged', gatehouseKey });
  const { sealed } = JSON.parse(await world.hub.ask(right, { id: 'qst_named' }));
  await said('qst_named');
  world.hub.send(JSON.stringify({ t: 'question', id: 'qst_renamed', sealed }));
  for (const id of ['qst_other', 'qst_old', 'qst_forged', 'qst_renamed'])
    expect((await said(id)).outcome, id).toMatchObject({ result: 'unavailable', reason: 'question-unreadable' });
});

test('a question that comes again is not answered, and one from an earlier link cannot be read', async () => {
  const text = await world.hub.ask(right, { id: 'qst_again' });
  await said('qst_again');
  world.hub.send(text);
  // Whatever was answered to it would have come before this.
  await world.hub.ask(right, { id: 'qst_after' });
  await said('qst_after');
  expect(world.hub.said.all()).toEqual([]);

  const early = JSON.parse(await world.hub.ask(right, { id: 'qst_early' })) as { sealed: string };
  await said('qst_early');
  world.hub.hangUp(1001);
  await world.hub.hellos.next();
  world.hub.send(JSON.stringify({ t: 'question', id: 'qst_early', ...early }));
  expect((await said('qst_early')).outcome).toMatchObject({ reason: 'question-unreadable' });
});

/** An answerer with a directory that answers when it is told to. */
async function slowAnswerer(maxInWork: number) {
  const [gatehouse, identity, link] = await Promise.all([newGatehouseKey(), newGatehouseKey(), makeQuestionKey()]);
  const answers = mailbox<AnswerFrame>('answer');
  const asked: (() => void)[] = [];
  const checkPassword: Directory['checkPassword'] = async (userName) => {
    if (userName === 'breaks') throw new TypeError('a message with the password in it');
    const { promise, resolve } = Promise.withResolvers<void>();
    asked.push(resolve);
    await promise;
    return { result: 'refused', reason: 'wrong-password', detail: '', steps: [] };
  };
  const dryRun = async () => ({ result: 'unavailable', reason: 'not-here', detail: '' }) as const;
  const keys = { answer: async () => ({ result: 'forgotten' }) as const };
  const { log, lines } = testLog();
  const who = { connectorId: 'con_1', connectionId: 'cnn_1', gatehouseKey: gatehouse.publicKey };
  const clock = gatehouseClock();
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', identity.privateKey);
  const sign = nativeSigner(new Uint8Array(pkcs8));
  const answerer = answerQuestions({ ...who, sign, directory: { checkPassword }, dryRun, keys, clock, log, maxInWork });
  const spki = await crypto.subtle.exportKey('spki', identity.publicKey);
  const connectorKey = await importPublicKey(Buffer.from(spki).toString('base64'));
  return {
    answerer,
    asked,
    lines,
    ask: async (id: string, userName = 'alice') => {
      const sealed = await sealQuestion(
        { kind: 'password', userName, password: 'hunter2' },
        { id, connectorId: 'con_1', expiresAt: Date.now() + 30_000 },
        { questionKey: await importQuestionKey(link.publicKey), gatehouseKey: gatehouse.privateKey },
      );
      answerer.take(
        { t: 'question', id, sealed },
        {
          questionKey: link.privateKey,
          answer: (frame) => {
            answers.put(frame);
            return true;
          },
        },
      );
    },
    reasonOf: async (id: string) => {
      const { signed } = await answers.next((frame) => frame.id === id);
      const outcome = (await openSignedResult(signed, connectorKey))?.outcome;
      return outcome !== undefined && 'reason' in outcome ? outcome.reason : outcome?.result;
    },
  };
}

test('more than can be worked on at once are told so, and the others are answered', async () => {
  const { answerer, asked, ask, reasonOf } = await slowAnswerer(3);
  for (const id of ['a', 'b', 'c']) await ask(id);
  await expect.poll(() => asked.length).toBe(3);
  await ask('d');
  expect(await reasonOf('d')).toBe('connector-busy');
  for (const answer of asked) answer();
  for (const id of ['a', 'b', 'c']) expect(await reasonOf(id)).toBe('wrong-password');
  await answerer.settled();
  await ask('e');
  await expect.poll(() => asked.length).toBe(4);
  asked.at(-1)?.();
  expect(await reasonOf('e')).toBe('wrong-password');
});

test('an error that nobody expected is answered, and its message is not logged', async () => {
  const { ask, reasonOf, lines } = await slowAnswerer(3);
  await ask('f', 'breaks');
  expect(await reasonOf('f')).toBe('connector-failed');
  expect(JSON.stringify(lines)).not.toContain('a message with');
});
