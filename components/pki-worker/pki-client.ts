import type { PkiCallName, PkiInput, PkiOutput } from '#components/pki-worker/pki-calls.ts';
import type { PkiAnswer, PkiQuestion } from '#components/pki-worker/pki-messages.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import type { ProblemView } from '#lib/core/problem.ts';

/** As much of a Worker as the client needs. */
export type WorkerPort = {
  postMessage(question: PkiQuestion): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: PkiAnswer }) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
};

export type PkiClient = {
  /** Asks the worker; ends in a value in every case, a worker that breaks or hangs included. */
  readonly ask: <Name extends PkiCallName>(
    call: Name,
    input: PkiInput<Name>,
  ) => Promise<Outcome<PkiOutput<Name>, ProblemView>>;
  /** Ends the worker and with it every key it holds. */
  readonly end: () => void;
};

type Pending = {
  readonly settle: (outcome: Outcome<unknown, ProblemView>) => void;
  readonly timer: ReturnType<typeof setTimeout>;
};

/** No file that is taken at all needs this long; a worker that does is ended and made anew. */
export const longestCallMs = 60_000;

export function pkiClient(startWorker: () => WorkerPort, callTimeoutMs: number = longestCallMs): PkiClient {
  let worker: WorkerPort | undefined;
  let lastId = 0;
  const pending = new Map<number, Pending>();

  function settle(id: number, outcome: Outcome<unknown, ProblemView>): void {
    const waiting = pending.get(id);
    if (waiting === undefined) return;
    pending.delete(id);
    clearTimeout(waiting.timer);
    waiting.settle(outcome);
  }

  function giveUp(message: string): void {
    worker?.terminate();
    worker = undefined;
    for (const id of [...pending.keys()]) settle(id, { ok: false, problem: { code: 'unavailable', message } });
  }

  function running(): WorkerPort {
    if (worker !== undefined) return worker;
    const started = startWorker();
    started.addEventListener('message', ({ data }) => settle(data.id, data.outcome));
    for (const type of ['error', 'messageerror'] as const) {
      started.addEventListener(type, () => {
        if (worker === started) giveUp('The part of the page that reads certificates stopped. Drop the files again.');
      });
    }
    worker = started;
    return started;
  }

  return {
    ask: (call, input) =>
      new Promise((resolve) => {
        lastId += 1;
        const id = lastId;
        const timer = setTimeout(
          () => giveUp('Reading took too long and was ended. Drop fewer or smaller files at once.'),
          callTimeoutMs,
        );
        // The answer's type follows from the call's name; that is the one promise the two sides make each other.
        pending.set(id, { settle: resolve as Pending['settle'], timer });
        try {
          running().postMessage({ id, call, input });
        } catch {
          giveUp('This browser could not start the part of the page that reads certificates. Reload the page.');
        }
      }),
    end: () => giveUp('The page was left.'),
  };
}
