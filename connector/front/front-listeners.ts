import type { Logger } from 'pino';
import type { FrontListener, Undo } from '#connector/front/front-listener.ts';
import { isPlanEmpty, type ListenerPlan, noListeners } from '#connector/front/listener-plan.ts';
import type { Refused } from '#connector/front/refused.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { ListenerState } from '#lib/wire/frames.ts';

/** A plan that is served: `undo` puts back what answered before, `finish` closes what it does not need. One of them is called. */
export type ServedPlan = { readonly undo: Undo; readonly finish: () => void };

export type FrontListeners = {
  /** One record for both: where the second failed, the detail says so. */
  readonly state: () => ListenerState;
  /** With `isPartEnough` a second listener that fails is tried again later instead of failing the plan. */
  readonly serve: (plan: ListenerPlan, isPartEnough: boolean) => Promise<Outcome<ServedPlan, Refused>>;
  readonly close: () => Promise<void>;
};

export type FrontListenersParts = {
  readonly main: FrontListener;
  readonly kerberos: FrontListener;
  readonly log: Logger;
  /** The second listener serves after all. */
  readonly onRecovered: () => void;
  readonly retryMs?: number;
};

export function joinListeners({
  main,
  kerberos,
  log,
  onRecovered,
  retryMs = 5_000,
}: FrontListenersParts): FrontListeners {
  let plan: ListenerPlan = noListeners;
  let retry: NodeJS.Timeout | undefined;
  let retrying: Promise<void> | undefined;

  /** Nothing of the plan before is tried any more. */
  async function settle(): Promise<void> {
    clearTimeout(retry);
    await retrying;
    clearTimeout(retry);
  }

  function tryKerberosLater(): void {
    retry = setTimeout(() => {
      retrying = tryKerberos().finally(() => {
        retrying = undefined;
      });
    }, retryMs);
  }

  async function tryKerberos(): Promise<void> {
    if (plan.kerberos === undefined) return;
    const served = await kerberos.serve(plan.kerberos);
    if (!served.ok) {
      tryKerberosLater();
      return;
    }
    log.info({ listener: kerberos.state() }, 'the listener for Kerberos serves after all');
    onRecovered();
  }

  return {
    state: () => {
      const [first, second] = [main.state(), kerberos.state()];
      if (first.state === 'off') return second.state === 'off' ? first : second;
      if (first.state === 'failed' || second.state !== 'failed') return first;
      return { ...first, detail: `The listener for Kerberos failed: ${second.detail ?? ''}`.slice(0, 500) };
    },
    serve: async (next, isPartEnough) => {
      await settle();
      const before = plan;
      const first = next.main === undefined ? nothingToUndo : await main.serve(next.main);
      if (!first.ok) return first;
      const second = next.kerberos === undefined ? nothingToUndo : await kerberos.serve(next.kerberos);
      if (!second.ok && !(isPartEnough && next.main !== undefined)) {
        first.value();
        // Where nothing else is served, its failure is what the state has to tell.
        if (!isPlanEmpty(before) && before.kerberos === undefined) void kerberos.close();
        return second;
      }
      plan = next;
      if (!second.ok) {
        log.error({ refusal: second.problem.refusal }, `the listener for Kerberos failed: ${second.problem.detail}`);
        tryKerberosLater();
      }
      return success({
        undo: () => {
          clearTimeout(retry);
          if (second.ok) second.value();
          first.value();
          plan = before;
        },
        finish: () => {
          if (next.main === undefined) void main.close();
          if (next.kerberos === undefined) void kerberos.close();
        },
      });
    },
    close: async () => {
      plan = noListeners;
      await settle();
      await Promise.all([main.close(), kerberos.close()]);
    },
  };
}

const nothingToUndo = success<Undo>(() => {});
