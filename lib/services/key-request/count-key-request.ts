import { lt, sql } from 'drizzle-orm';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { signInAttempts } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';

const windowMs = 15 * 60_000;
/** More than somebody needs by hand for a site of several connectors. */
const mostInWindow = 30;

/** Counts one key request of an administrator, beside the attempts that are counted alike (sign-in-throttle.ts); refuses too many. */
export async function countKeyRequest(
  { db, now }: Pick<Context, 'db' | 'now'>,
  administratorId: string,
): Promise<Outcome<null>> {
  const at = now();
  await db.delete(signInAttempts).where(lt(signInAttempts.windowStartedAt, at - windowMs));
  const [row] = await db
    .insert(signInAttempts)
    .values({ key: `key-request ${administratorId}`, failures: 1, windowStartedAt: at })
    .onConflictDoUpdate({ target: signInAttempts.key, set: { failures: sql`${signInAttempts.failures} + 1` } })
    .returning();
  if (row === undefined || row.failures <= mostInWindow) return success(null);
  const minutes = Math.max(1, Math.ceil((row.windowStartedAt + windowMs - at) / 60_000));
  return failure(
    'too-many-attempts',
    `Connectors were asked for ${mostInWindow} keys by you within 15 minutes. Go on in ${minutes} min.`,
  );
}
