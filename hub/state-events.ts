import type { Context } from '#lib/services/context.ts';
import { publishConnectorEvents } from '#lib/services/publish-connector-events.ts';

/** Tells pages that connectors changed what they say of themselves: per connection at most once in a while, the last change included. */
export type StateEvents = {
  readonly changed: (connectionId: string) => void;
  readonly close: () => void;
};

export function createStateEvents(context: Pick<Context, 'events'>, everyMs: number): StateEvents {
  const resting = new Map<string, { readonly timer: NodeJS.Timeout; hasChanged: boolean }>();

  const tell = (connectionId: string): void => {
    publishConnectorEvents(context, [{ connectionId }]);
    const timer = setTimeout(() => {
      const rest = resting.get(connectionId);
      resting.delete(connectionId);
      if (rest?.hasChanged === true) tell(connectionId);
    }, everyMs);
    resting.set(connectionId, { timer, hasChanged: false });
  };

  return {
    changed: (connectionId) => {
      const rest = resting.get(connectionId);
      if (rest === undefined) tell(connectionId);
      else rest.hasChanged = true;
    },
    close: () => {
      for (const { timer } of resting.values()) clearTimeout(timer);
      resting.clear();
    },
  };
}
