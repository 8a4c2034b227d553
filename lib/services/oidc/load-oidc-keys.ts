import { eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '#lib/db/database.ts';
import { oidcKeys } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { makeOidcKeyRow, openOidcKeyRow, type PrivateJwk } from '#lib/services/oidc/oidc-key-row.ts';
import { planOidcKeys } from '#lib/services/oidc/plan-oidc-keys.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

/** Private keys (RFC 7517): the first one signs, all are published. */
export type SigningKeys = readonly PrivateJwk[];

/**
 * The keys that tokens are signed with, after whatever is due was done: the first key made, the next one published a day before it
 * signs, the former retired, and removed when nothing it signed is of use any more.
 */
export async function loadOidcKeys(ctx: Context, wrapping: CryptoKey): Promise<SigningKeys> {
  requireSystemOrThrow(ctx);
  let rows = await ctx.db.select().from(oidcKeys);
  if (isDue(rows, ctx.now())) {
    await ctx.db.transaction((tx) => bringUpToDate(tx, ctx, wrapping));
    rows = await ctx.db.select().from(oidcKeys);
    ctx.events.publish({ t: 'applications-changed' });
  }
  const { signing } = planOidcKeys(rows, ctx.now());
  const rank = (row: { kid: string; signsFrom: number }) => (row.kid === signing ? Infinity : row.signsFrom);
  return Promise.all(rows.sort((a, b) => rank(b) - rank(a)).map((row) => openOidcKeyRow(row, wrapping)));
}

function isDue(rows: readonly (typeof oidcKeys.$inferSelect)[], now: number): boolean {
  const { promote, make, retire, remove } = planOidcKeys(rows, now);
  return promote !== undefined || make !== undefined || retire.length > 0 || remove.length > 0;
}

async function bringUpToDate(tx: Transaction, ctx: Context, wrapping: CryptoKey): Promise<void> {
  // Of several processes that find the same thing due, one does it.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('gatehouse oidc keys'))`);
  const now = ctx.now();
  const { promote, make, retire, remove } = planOidcKeys(await tx.select().from(oidcKeys), now);
  if (promote !== undefined) await tx.update(oidcKeys).set({ signsFrom: now }).where(eq(oidcKeys.kid, promote));
  if (make !== undefined)
    await tx
      .insert(oidcKeys)
      .values(await makeOidcKeyRow(wrapping, ctx.fillRandom, { createdAt: now, signsFrom: make }));
  for (const { kid, at } of retire) await tx.update(oidcKeys).set({ retiredAt: at }).where(eq(oidcKeys.kid, kid));
  if (remove.length > 0) await tx.delete(oidcKeys).where(inArray(oidcKeys.kid, [...remove]));
}
