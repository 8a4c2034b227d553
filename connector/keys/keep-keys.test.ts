import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type HeldKeyFiles, heldKeyFiles } from '#connector/keys/held-key-files.ts';
import { keepKeys } from '#connector/keys/keep-keys.ts';
import { gatehouseClock } from '#connector/link/gatehouse-clock.ts';
import { answerQuestions } from '#connector/sign-in/answer-question.ts';
import { nativeSigner, nativeVerifier } from '#connector/sign-in/native-keys.ts';
import { newGatehouseKey } from '#connector/test-world/fake-hub.ts';
import { mailbox } from '#connector/test-world/mailbox.ts';
import { freshFolder, testLog } from '#connector/test-world/start-test-daemon.ts';
import type { AnswerFrame } from '#lib/wire/frames.ts';
import { openSignedKeyRequest } from '#lib/wire/key-request-answer.ts';
import type { KeyRequestQuestion } from '#lib/wire/key-request-question.ts';
import { importQuestionKey, makeQuestionKey } from '#lib/wire/question-cipher.ts';
import { sealQuestion } from '#lib/wire/sealed-question.ts';

const question: KeyRequestQuestion = {
  kind: 'key-request',
  hosts: [{ kind: 'dns', value: 'sso.fabrikam.example' }],
  keyKind: 'P-256',
};
const cleanups: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(cleanups.map((cleanup) => cleanup())));

async function filesIn(write?: Parameters<typeof heldKeyFiles>[1]): Promise<HeldKeyFiles> {
  const { folder, remove } = await freshFolder();
  cleanups.push(remove);
  return heldKeyFiles(folder, write);
}

function keeper(files: HeldKeyFiles, more: Partial<Parameters<typeof keepKeys>[0]> = {}) {
  const { log, lines } = testLog();
  return { ...keepKeys({ files, servedKey: async () => undefined, now: () => 0, log, ...more }), lines };
}

/** The answerer of questions with a link that can be cut. */
async function answerer(files: HeldKeyFiles, isLinked = true) {
  const [gatehouse, identity, link] = await Promise.all([newGatehouseKey(), newGatehouseKey(), makeQuestionKey()]);
  const answers = mailbox<AnswerFrame>('answer');
  const { log } = testLog();
  const sign = nativeSigner(new Uint8Array(await crypto.subtle.exportKey('pkcs8', identity.privateKey)));
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', identity.publicKey));
  const nothing = { result: 'unavailable', reason: 'not-here', detail: '' } as const;
  const questions = answerQuestions({
    connectorId: 'con_1',
    connectionId: 'cnn_1',
    gatehouseKey: gatehouse.publicKey,
    sign,
    directory: { checkPassword: async () => ({ ...nothing, steps: [] }) },
    dryRun: async () => nothing,
    keys: keeper(files),
    clock: gatehouseClock(),
    log,
  });
  return {
    answers,
    settled: questions.settled,
    outcomeOf: (frame: AnswerFrame) => openSignedKeyRequest(frame.signed, nativeVerifier(spki))?.outcome,
    ask: async (id: string) => {
      const sealed = await sealQuestion(
        question,
        { id, connectorId: 'con_1', expiresAt: Date.now() + 30_000 },
        { questionKey: await importQuestionKey(link.publicKey), gatehouseKey: gatehouse.privateKey },
      );
      const take = () =>
        questions.take(
          { t: 'question', id, sealed },
          {
            questionKey: link.privateKey,
            answer: (frame) => {
              if (isLinked) answers.put(frame);
              return isLinked;
            },
          },
        );
      take();
      return { again: take };
    },
  };
}

test('answers only once the key is on the disk to stay', async () => {
  const { promise: isSynced, resolve: sync } = Promise.withResolvers<void>();
  const { promise: isWriting, resolve: written } = Promise.withResolvers<string>();
  const files = await filesIn(async (_, text) => {
    written(text);
    await isSynced;
  });
  const { answers, ask, outcomeOf, settled } = await answerer(files);
  await ask('qst_1');
  expect(await isWriting).toMatch(/^P-256 key made by .* of sso\.fabrikam\.example\n-----BEGIN PRIVATE KEY-----\n/);
  expect(answers.all()).toEqual([]);
  sync();
  expect(outcomeOf(await answers.next())).toMatchObject({ result: 'made' });
  await settled();
});

test('a question that comes twice makes one key and is answered once', async () => {
  const files = await filesIn();
  const { answers, ask, settled } = await answerer(files);
  const { again } = await ask('qst_1');
  again();
  await settled();
  expect(answers.all()).toHaveLength(1);
  expect(await files.waiting()).toHaveLength(1);
});

test('a key whose request nobody got is not kept', async () => {
  const files = await filesIn();
  const written: string[] = [];
  const write: HeldKeyFiles['write'] = async (...given) => {
    await files.write(...given);
    written.push(...(await files.waiting()));
  };
  const { ask, settled } = await answerer({ ...files, write }, false);
  await ask('qst_1');
  await settled();
  expect(written).toHaveLength(1);
  expect(await files.waiting()).toEqual([]);
});

test('where the key cannot be written it says so, and keeps nothing', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const files = await filesIn(() => Promise.reject(full));
  const { answer, lines } = keeper(files);
  expect(await answer(question)).toMatchObject({
    result: 'refused',
    reason: 'not-written',
    detail: expect.stringMatching(/ENOSPC.*No key was kept.*free space/),
  });
  expect(await files.waiting()).toEqual([]);
  expect(JSON.stringify(lines)).not.toContain('PRIVATE KEY');
  // A file where the folder should be: nothing can be read or written there, whoever asks.
  const { folder, remove } = await freshFolder();
  cleanups.push(remove);
  const path = join(folder.path, 'a-file');
  await writeFile(path, '');
  expect(await keeper(heldKeyFiles({ path })).answer(question)).toMatchObject({ reason: 'not-written' });
});

test('more questions than it works on are told that it is busy', async () => {
  const { promise: isSynced, resolve: sync } = Promise.withResolvers<void>();
  const { answer } = keeper(await filesIn(() => isSynced), { mostInWork: 2 });
  const first = [answer(question), answer(question)];
  expect(await answer(question)).toMatchObject({ result: 'refused', reason: 'connector-busy' });
  sync();
  expect((await Promise.all(first)).map(({ result }) => result)).toEqual(['made', 'made']);
});

test('keys whose certificate came do not count among those that wait', async () => {
  const files = await filesIn();
  const { answer } = keeper(files, { mostWaiting: 1 });
  const first = await answer(question);
  expect(await answer(question)).toMatchObject({ reason: 'too-many-held-keys' });
  if (first.result !== 'made') throw new Error('no key');
  await files.noteServed(first.spkiFingerprint);
  expect(await answer(question)).toMatchObject({ result: 'made' });
  const read = await files.read(first.spkiFingerprint);
  expect(read.ok && read.value?.length).toBeGreaterThan(100);
});

test('a fingerprint that is none never becomes a path', async () => {
  const files = await filesIn();
  await expect(files.read('../keys')).rejects.toThrow(TypeError);
  await expect(files.remove('../keys')).rejects.toThrow(TypeError);
});
