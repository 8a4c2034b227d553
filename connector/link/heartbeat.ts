import { pingAfterMs, silentAfterMs } from '#lib/wire/limits.ts';

export type HeartbeatTimes = { readonly pingAfterMs: number; readonly silentAfterMs: number };

export const heartbeatTimes: HeartbeatTimes = { pingAfterMs, silentAfterMs };

/** What to do after this long without a sign of life, and when to look again. */
export function heartbeat(
  silentMs: number,
  times: HeartbeatTimes = heartbeatTimes,
): { readonly action: 'wait' | 'ping'; readonly lookAgainMs: number } | { readonly action: 'give-up' } {
  if (silentMs >= times.silentAfterMs) return { action: 'give-up' };
  if (silentMs < times.pingAfterMs) return { action: 'wait', lookAgainMs: times.pingAfterMs - silentMs };
  return { action: 'ping', lookAgainMs: Math.min(times.pingAfterMs, times.silentAfterMs - silentMs) };
}
