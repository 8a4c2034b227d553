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

/**
 * Counts an attempt; says how long to wait where there were too many, else undefined. What comes from a network address that has to wait
 * does not count against e-mail addresses: it could lock out any number of people.
 */
export async function countAttempt(ctx: Pick<Context, 'db' | 'now'>, attempt: Attempt): Promise<number | undefined> {
  const now = ctx.now();
  await ctx.db.delete(signInAttempts).where(lt(signInAttempts.windowStartedAt, now - windowMs));
  const [emailKey, addressKey] = keysOf(attempt);
  return (await countFor(ctx, addressKey, maxPerAddress)) ?? (await countFor(ctx, emailKey, maxPerEmail));
}

async function countFor(
  { db, now }: Pick<Context, 'db' | 'now'>,
  key: string,
  most: number,
): Promise<number | undefined> {
  const at = now();
  const [row] = await db
    .insert(signInAttempts)
    .values({ key, failures: 1, windowStartedAt: at })
    .onConflictDoUpdate({ target: signInAttempts.key, set: { failures: sql`${signInAttempts.failures} + 1` } })
    .returning();
  return row === undefined || row.failures <= most ? undefined : row.windowStartedAt + windowMs - at;
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
