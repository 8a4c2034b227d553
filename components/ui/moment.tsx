'use client';

import { useNow } from '#components/ui/use-now.ts';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `5 minutes ago`, `in 212 days`. */
export function relativeTime(at: number, now: number): string {
  const distance = at - now;
  for (const [unit, ms] of steps) if (Math.abs(distance) >= ms) return relative.format(Math.trunc(distance / ms), unit);
  // The server's clock may be a little ahead of the reader's.
  return distance > 10_000 ? 'in a moment' : 'just now';
}

/** A point in time: how long ago (or ahead) it is, with date and time behind it. */
export function Moment({ at, isExact = false }: { at: number; isExact?: boolean }) {
  const now = useNow();
  const iso = new Date(at).toISOString();
  if (now === undefined) return <time dateTime={iso}>{iso.slice(0, 16).replace('T', ' ')} UTC</time>;
  const exact = absolute.format(at);
  return (
    <time dateTime={iso} title={exact}>
      {isExact ? exact : relativeTime(at, now)}
    </time>
  );
}
