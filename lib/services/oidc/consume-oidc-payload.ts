import { and, eq, isNull } from 'drizzle-orm';
import { oidcPayloads } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

/** Marks a code or a refresh token as used. Of several who try at once exactly one gets true. */
export async function consumeOidcPayload(
  ctx: Context,
  { model, id }: { readonly model: string; readonly id: string },
): Promise<boolean> {
  requireSystemOrThrow(ctx);
  const idHash = await hashToken(id);
  const taken = await ctx.db
    .update(oidcPayloads)
    .set({ consumedAt: ctx.now() })
    .where(and(eq(oidcPayloads.model, model), eq(oidcPayloads.idHash, idHash), isNull(oidcPayloads.consumedAt)))
    .returning({ model: oidcPayloads.model });
  return taken.length === 1;
}
