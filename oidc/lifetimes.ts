import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { FinishedSignIn } from '#lib/services/sign-in/finish-sign-in.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** How long a refresh token may lie unused. */
const refreshIdle = 14 * day;
/** How long refreshing goes on without the person, however often it is used. */
const refreshWhole = 30 * day;

const nowSeconds = () => Math.floor(Date.now() / 1000);

/** The moment a session of this sign-in ends, in seconds since 1970. */
export function sessionEnd({ at, keepSignedIn, keepDays, sessionHours }: FinishedSignIn): number {
  const isKept = keepSignedIn && keepDays > 0;
  return Math.floor(at / 1000) + (isKept ? keepDays * day : sessionHours * hour);
}

/** Seconds. */
export const lifetimes: NonNullable<Configuration['ttl']> = {
  AuthorizationCode: minute,
  AccessToken: hour,
  IdToken: hour,
  Interaction: hour,
  Grant: 90 * day,
  RefreshToken: (ctx: KoaContextWithOIDC, token, client) => {
    const rotated = ctx.oidc.entities.RotatedRefreshToken;
    // RFC 9700 section 4.14: one that a browser or a device keeps does not live longer for being used.
    const most = rotated !== undefined && client.clientAuthMethod === 'none' ? rotated.remainingTTL : refreshIdle;
    const begunAt = token.iiat ?? nowSeconds();
    return Math.max(1, Math.min(most, begunAt + refreshWhole - nowSeconds()));
  },
  Session: (ctx, session) => {
    const end = ctx.oidc.result?.login?.['end'] ?? session.exp;
    // A session that nobody signed in to yet remembers a sign-out that is to be confirmed.
    if (typeof end !== 'number') return hour;
    return Math.max(1, end - nowSeconds());
  },
};
