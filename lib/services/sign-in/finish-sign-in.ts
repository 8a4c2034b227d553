import { and, eq, isNull } from 'drizzle-orm';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { signIns } from '#lib/db/schema.ts';
import type { Method } from '#lib/flow/flow-settings.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { requireSystem } from '#lib/services/require-actor.ts';
import { isInteractionId, isTokenOf } from '#lib/services/sign-in/browser-secret.ts';
import { noSuchSignIn } from '#lib/services/sign-in/open-door.ts';
import { readRunningSettings } from '#lib/services/sign-in/running-settings.ts';

/** The browser goes on by itself as soon as it is signed in. */
const finishForMs = 10 * 60_000;

export type FinishedSignIn = {
  readonly signInId: string;
  readonly personId: string;
  readonly method: Method;
  /** When the person signed in, in milliseconds since 1970. */
  readonly at: number;
  readonly keepSignedIn: boolean;
  /** Hours the session lasts, and days where the person is to be kept signed in. */
  readonly sessionHours: number;
  readonly keepDays: number;
};

export type FinishingBrowser = {
  readonly interactionId: string;
  /** What this browser's cookies hold of a sign-in. */
  readonly secretOf: (signInId: string) => string | undefined;
};

/** Answers the application's request with its sign-in: for the browser that signed in, and once. */
export async function finishSignIn(ctx: Context, browser: FinishingBrowser): Promise<Outcome<FinishedSignIn>> {
  const allowed = requireSystem(ctx);
  if (!allowed.ok) return allowed;
  if (!isInteractionId(browser.interactionId)) return noSuchSignIn();
  const interactionHash = await hashToken(browser.interactionId);
  const [row] = await ctx.db.select().from(signIns).where(eq(signIns.interactionHash, interactionHash));
  if (row === undefined || !(await isTokenOf(browser.secretOf(row.id), row.browserHash))) return noSuchSignIn();
  const { id, personId, method, endedAt, keepSignedIn } = row;
  if (row.state !== 'signed-in' || personId === null || method === null || endedAt === null)
    return failure(
      'not-signed-in',
      'This sign-in has not come to its end. Go back to the application and sign in again.',
    );
  if (endedAt + finishForMs < ctx.now())
    return failure('not-signed-in', 'This sign-in is too old. Go back to the application and sign in again.');
  const [used] = await ctx.db
    .update(signIns)
    .set({ usedAt: ctx.now() })
    .where(and(eq(signIns.id, id), isNull(signIns.usedAt)))
    .returning({ id: signIns.id });
  if (used === undefined)
    return failure('already-exists', 'This sign-in was used already. Go back to the application and sign in again.');
  const settings = await readRunningSettings(ctx.db, row.connectionId);
  return success({
    signInId: id,
    personId,
    method,
    at: endedAt,
    keepSignedIn,
    sessionHours: settings?.session.hours ?? 1,
    keepDays: settings?.session.keepSignedInDays ?? 0,
  });
}
