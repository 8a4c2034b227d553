const dayMs = 86_400_000;

/** How much of a certificate's time is over and what is left, for a bar and its words. */
export type TimeLeft = {
  readonly state: 'valid' | 'ends-soon' | 'ended' | 'not-yet';
  /** 0 where it just began, 1 where it has ended. */
  readonly share: number;
  /** `212 days left`. */
  readonly words: string;
  /** `212 d`, for narrow places. */
  readonly short: string;
};

/** From here on the bar asks for attention, as the first of the usual reminders does. */
const soonMs = 30 * dayMs;

export function timeLeft({ notBefore, notAfter }: { notBefore: number; notAfter: number }, now: number): TimeLeft {
  const share = notAfter <= notBefore ? 1 : Math.min(1, Math.max(0, (now - notBefore) / (notAfter - notBefore)));
  if (now < notBefore) {
    const wait = span(notBefore - now);
    return { state: 'not-yet', share: 0, words: `begins in ${wait.long}`, short: `in ${wait.short}` };
  }
  if (now > notAfter) {
    const past = span(now - notAfter);
    return { state: 'ended', share: 1, words: `ended ${past.long} ago`, short: `ended ${past.short} ago` };
  }
  const left = span(notAfter - now);
  return {
    state: notAfter - now < soonMs ? 'ends-soon' : 'valid',
    share,
    words: `${left.long} left`,
    short: left.short,
  };
}

function span(ms: number): { long: string; short: string } {
  const hours = Math.floor(ms / 3_600_000);
  if (hours < 1) return { long: 'less than an hour', short: '< 1 h' };
  if (hours < 48) return { long: `${hours} hour${hours === 1 ? '' : 's'}`, short: `${hours} h` };
  const days = Math.floor(ms / dayMs);
  if (days < 730) return { long: `${days} days`, short: `${days} d` };
  const years = Math.floor(days / 365.25);
  return { long: `${years} years`, short: `${years} y` };
}

/** A date people can compare, in UTC as certificates have it: `2027-03-04 12:00 UTC`. */
export function dateText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime())
    ? 'an impossible date'
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
