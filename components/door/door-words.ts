import type { Method } from '#lib/flow/flow-settings.ts';

/* What people at the door are told. They know no protocols, so neither do these words. */

const things: Record<Method, string> = {
  'client-certificate': 'your certificate',
  kerberos: 'your computer’s own sign-in',
  password: 'your password',
};

/**
 * On the button that leaves a method. Whoever could not be reached may be passed over with the next method too, so that is not named;
 * `next` null: none follows.
 */
export function leaveLabel(next: Method | null, failure: 'not-reachable' | 'chosen'): string {
  if (next === null) return 'Stop trying';
  return failure === 'chosen' ? `Use ${things[next]} instead` : 'Sign in another way';
}

/** What the page says while the browser is with the connector. */
export function holdWords(method: 'client-certificate' | 'kerberos'): {
  readonly title: string;
  readonly hint: string;
} {
  return method === 'client-certificate'
    ? {
        title: 'Looking for your certificate',
        hint: 'If your browser asks, choose the certificate that was issued to you, and type its PIN if it has one.',
      }
    : { title: 'Looking for your computer’s own sign-in', hint: 'There is nothing to type; this takes a moment.' };
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** `3 May 2026`, the same for everybody: validity is told in UTC. */
export function dayWords(at: number): string {
  return day.format(at);
}

/** When a certificate is valid, and how that stands today. Times in milliseconds since 1970. */
export function validityWords({ notBefore, notAfter }: { notBefore: number; notAfter: number }, now: number): string {
  if (now < notBefore) return `not valid before ${dayWords(notBefore)}`;
  if (now > notAfter) return `ran out on ${dayWords(notAfter)}`;
  return `valid until ${dayWords(notAfter)}`;
}

/** The name of an authority out of its distinguished name (RFC 4514); the whole of it where it has none, or one that is hard to read. */
export function issuerWords(distinguishedName: string): string {
  const name = /(?:^|(?<!\\),)CN=((?:\\[ #"+,;<=>\\]|[^\\,+])+)(?=,|$)/i.exec(distinguishedName)?.[1];
  return name === undefined ? distinguishedName : name.replaceAll(/\\(.)/g, '$1');
}
