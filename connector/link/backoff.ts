import type { CloseReason } from '#lib/wire/close-codes.ts';

export type BackoffTimes = {
  /** Upper bound of the first wait; it doubles with each attempt in a row that failed. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** Where trying again soon cannot help, because somebody has to act first. */
  readonly hopelessMs: number;
  /** A link that lived this long was a good one: counting starts anew. */
  readonly livedMs: number;
};

export const backoffTimes: BackoffTimes = { firstMs: 250, longestMs: 30_000, hopelessMs: 60_000, livedMs: 10_000 };

/** How a link ended, as far as the next attempt is concerned. */
export type LinkEnd = {
  readonly reason: CloseReason | 'unreachable' | 'lost';
  /** From the welcome to the end; undefined where it never came to a welcome. */
  readonly livedMs: number | undefined;
};

const hopeless: ReadonlySet<LinkEnd['reason']> = new Set([
  'revoked',
  'notRecognised',
  'replaced',
  'versionUnsupported',
]);

export function isHopeless(end: LinkEnd): boolean {
  return hopeless.has(end.reason);
}

/**
 * How long to wait before the next attempt, and the count of failures from now on. The wait is drawn from all of [0, bound), so that
 * a fleet that lost its Gatehouse at one moment does not come back at one moment. `random` is in [0, 1).
 */
export function nextAttempt(
  failures: number,
  end: LinkEnd,
  random: number,
  times: BackoffTimes = backoffTimes,
): { readonly failures: number; readonly waitMs: number } {
  if (isHopeless(end)) return { failures: failures + 1, waitMs: Math.round(times.hopelessMs * (0.75 + random / 2)) };
  const before = end.livedMs !== undefined && end.livedMs >= times.livedMs ? 0 : failures;
  // 2 ** 1024 is Infinity, and Math.min still answers with the cap.
  const bound = Math.min(times.longestMs, times.firstMs * 2 ** before);
  return { failures: before + 1, waitMs: Math.floor(random * bound) };
}
