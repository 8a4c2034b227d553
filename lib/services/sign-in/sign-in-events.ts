import type { Context } from '#lib/services/context.ts';
import type { LiveEvents } from '#lib/services/live-events.ts';

/** At the start of a working day sign-ins end by the hundred: pages are told at most once in this time. */
const onceInMs = 1_000;
const waiting = new WeakMap<LiveEvents, Map<string, 'quiet' | 'again'>>();

/** Tells pages that the log of a connection has changed: the first time at once, what follows soon after together. */
export function publishSignIns({ events }: Pick<Context, 'events'>, connectionId: string): void {
  const of = waiting.get(events) ?? new Map<string, 'quiet' | 'again'>();
  waiting.set(events, of);
  if (of.has(connectionId)) {
    of.set(connectionId, 'again');
    return;
  }
  events.publish({ t: 'sign-ins-changed', connectionId });
  of.set(connectionId, 'quiet');
  const timer = setTimeout(() => {
    const isChanged = of.get(connectionId) === 'again';
    of.delete(connectionId);
    if (isChanged) publishSignIns({ events }, connectionId);
  }, onceInMs);
  // Ends by itself and keeps no process alive.
  timer.unref();
}
