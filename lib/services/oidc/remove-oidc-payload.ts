import { and, eq, inArray, lt } from 'drizzle-orm';
import { oidcPayloads } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

export async function removeOidcPayload(
  ctx: Context,
  { model, id }: { readonly model: string; readonly id: string },
): Promise<void> {
  requireSystemOrThrow(ctx);
  const idHash = await hashToken(id);
  await ctx.db.delete(oidcPayloads).where(and(eq(oidcPayloads.model, model), eq(oidcPayloads.idHash, idHash)));
}

/** Everything of one model that was given out under a grant. */
export async function removeOidcGrant(
  ctx: Context,
  { model, grantId }: { readonly model: string; readonly grantId: string },
): Promise<void> {
  requireSystemOrThrow(ctx);
  const hash = await hashToken(grantId);
  await ctx.db.delete(oidcPayloads).where(and(eq(oidcPayloads.model, model), eq(oidcPayloads.grantId, hash)));
}

/** How many rows one statement removes, so that none holds the table for long. */
const mostAtOnce = 5_000;

/** Removes what has run out; answers with how many rows that were. */
export async function removeExpiredOidcPayloads(ctx: Context): Promise<number> {
  requireSystemOrThrow(ctx);
  const hasRunOut = lt(oidcPayloads.expiresAt, ctx.now());
  let removed = 0;
  for (;;) {
    const some = ctx.db.select({ id: oidcPayloads.idHash }).from(oidcPayloads).where(hasRunOut).limit(mostAtOnce);
    const gone = await ctx.db
      .delete(oidcPayloads)
      .where(and(inArray(oidcPayloads.idHash, some), hasRunOut))
      .returning({ model: oidcPayloads.model });
    removed += gone.length;
    if (gone.length < mostAtOnce) return removed;
  }
}
