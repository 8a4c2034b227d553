import { expect, test } from 'vitest';
import { pkiClient, type WorkerPort } from '#components/pki-worker/pki-client.ts';
import type { PkiAnswer, PkiQuestion } from '#components/pki-worker/pki-messages.ts';

/** A worker by hand: the test decides what it answers and when it breaks. */
function fakeWorker() {
  const questions: PkiQuestion[] = [];
  const messages: ((event: { readonly data: PkiAnswer }) => void)[] = [];
  const errors: (() => void)[] = [];
  let isTerminated = false;
  const port: WorkerPort = {
    postMessage: (question) => questions.push(question),
    terminate: () => {
      isTerminated = true;
    },
    addEventListener: (type: string, listener: never) => {
      if (type === 'message') messages.push(listener);
      else errors.push(listener);
    },
  };
  return {
    port,
    questions,
    answer: (data: PkiAnswer) => {
      for (const listener of messages) listener({ data });
    },
    breakDown: () => errors[0]?.(),
    isTerminated: () => isTerminated,
  };
}

test('answers meet their questions in whatever order they come', async () => {
  const worker = fakeWorker();
  const client = pkiClient(() => worker.port);
  const first = client.ask('forgetKeys', null);
  const second = client.ask('readFiles', []);
  const [one, two] = worker.questions.map((question) => question.id);
  worker.answer({ id: two ?? 0, outcome: { ok: true, value: [] } });
  worker.answer({ id: one ?? 0, outcome: { ok: true, value: null } });
  expect(await second).toEqual({ ok: true, value: [] });
  expect(await first).toEqual({ ok: true, value: null });
});

test('a worker that breaks ends every open call, and the next call starts another', async () => {
  const workers = [fakeWorker(), fakeWorker()];
  let started = 0;
  const client = pkiClient(() => {
    started += 1;
    const worker = workers[started - 1];
    if (worker === undefined) throw new Error('no more workers');
    return worker.port;
  });
  const open = [client.ask('forgetKeys', null), client.ask('readFiles', [])];
  workers[0]?.breakDown();
  for (const outcome of await Promise.all(open)) {
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
  }
  expect(workers[0]?.isTerminated()).toBe(true);
  const next = client.ask('forgetKeys', null);
  workers[1]?.answer({ id: workers[1].questions[0]?.id ?? 0, outcome: { ok: true, value: null } });
  expect((await next).ok).toBe(true);
});

test('a worker that hangs is ended when the time is up', async () => {
  const worker = fakeWorker();
  const client = pkiClient(() => worker.port, 5);
  expect(await client.ask('forgetKeys', null)).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
  expect(worker.isTerminated()).toBe(true);
});

test('a worker that cannot be started is a value, too', async () => {
  const client = pkiClient(() => {
    throw new Error('blocked');
  });
  expect(await client.ask('forgetKeys', null)).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
});

test('leaving the page ends the worker and its open calls', async () => {
  const worker = fakeWorker();
  const client = pkiClient(() => worker.port);
  const open = client.ask('readFiles', []);
  client.end();
  expect((await open).ok).toBe(false);
  expect(worker.isTerminated()).toBe(true);
});
