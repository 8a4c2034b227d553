import type { HubLimits } from '#hub/hub-limits.ts';
import type { OwnLinks } from '#hub/neighbours.ts';
import type { PresenceVerbs } from '#hub/presence-verbs.ts';
import type { Context } from '#lib/services/context.ts';

/** Makes good what may have been missed of other processes' orders: withdrawn connectors, revisions that were announced. */
export type Reconciler = {
  readonly start: () => void;
  readonly close: () => Promise<void>;
};

export function createReconciler({
  context,
  verbs,
  limits,
  own,
}: {
  readonly context: Context;
  readonly verbs: Pick<PresenceVerbs, 'findWithdrawn'>;
  readonly limits: Pick<HubLimits, 'retryAfterMs'>;
  readonly own: OwnLinks;
}): Reconciler {
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  let isClosed = false;

  const reconcile = async (): Promise<void> => {
    while (isDue && !isClosed) {
      isDue = false;
      const here = new Set([...own.connectors(), ...own.claimed()]);
      for (const connectorId of await verbs.findWithdrawn(context, [...here])) own.hangUp(connectorId, 'revoked');
      for (const connectionId of [...own.connections()]) await own.announce(connectionId);
    }
  };
  const start = (): void => {
    isDue = true;
    if (isClosed) return;
    running ??= reconcile()
      .catch((cause: unknown) => {
        context.log.error({ err: cause }, 'What other processes changed could not be read anew; trying again');
        timer = setTimeout(start, limits.retryAfterMs);
      })
      .finally(() => {
        running = undefined;
      });
  };
  return {
    start,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
