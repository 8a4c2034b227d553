import type { LiveEvent } from '#lib/contracts/live-event.ts';

/** Tells watching pages what changed; they read again what an event names. */
export type LiveEvents = {
  /** To pages of all processes. */
  readonly publish: (event: LiveEvent) => void;
  /** Returns the way to stop listening. */
  readonly subscribe: (listener: (event: LiveEvent) => void) => () => void;
};

export function createLiveEvents(): LiveEvents {
  const listeners = new Set<(event: LiveEvent) => void>();
  return {
    publish: (event) => {
      for (const listener of listeners) listener(event);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
