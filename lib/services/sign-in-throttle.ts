import { inArray, lt, sql } from 'drizzle-orm';
import type { Database } from '#lib/db/database.ts';
import { signInAttempts } from '#lib/db/schema.ts';
import { addressBlock } from '#lib/services/address-block.ts';
import type { Context } from '#lib/services/context.ts';

/*
 * Failed sign-ins are counted in the database, so that several processes and a restart count together: at most `maxPerEmail` for an
 * e-mail address and `maxPerAddress` for a network address within a window. An attempt is counted before the password is looked at, so
 * that many at once cannot slip through, and taken back when it succeeds. A window ends `windowMs` after its first failure.
 */
const windowMs = 15 * 60_000;
const maxPerEmail = 10;
const maxPerAddress = 50;

export type Attempt = { readonly email: string; readonly address: string };

/** Counts an attempt; says how long to wait where there were too many, else undefined. */
export async function countAttempt(ctx: Pick<Context, 'db' | 'now'>, attempt: Attempt): Promise<number | undefined> {
  const now = ctx.now();
  await ctx.db.delete(signInAttempts).where(lt(signInAttempts.windowStartedAt, now - windowMs));
  const rows = await ctx.db
    .insert(signInAttempts)
    .values(keysOf(attempt).map((key) => ({ key, failures: 1, windowStartedAt: now })))
    .onConflictDoUpdate({ target: signInAttempts.key, set: { failures: sql`${signInAttempts.failures} + 1` } })
    .returning();
  const tooMany = rows.filter(
    ({ key, failures }) => failures > (key.startsWith('email ') ? maxPerEmail : maxPerAddress),
  );
  if (tooMany.length === 0) return undefined;
  return Math.max(...tooMany.map(({ windowStartedAt }) => windowStartedAt + windowMs - now));
}

/** A success clears the e-mail address's count, and takes its own attempt off the network address's. */
export async function forgiveAttempt(db: Database, attempt: Attempt): Promise<void> {
  const [emailKey, addressKey] = keysOf(attempt);
  await db.delete(signInAttempts).where(inArray(signInAttempts.key, [emailKey]));
  await db
    .update(signInAttempts)
    .set({ failures: sql`greatest(${signInAttempts.failures} - 1, 0)` })
    .where(inArray(signInAttempts.key, [addressKey]));
}

function keysOf({ email, address }: Attempt): [string, string] {
  return [`email ${email}`, `address ${addressBlock(address)}`];
}
