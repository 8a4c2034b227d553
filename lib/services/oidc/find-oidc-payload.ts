import { and, eq } from 'drizzle-orm';
import { oidcPayloads } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

export type StoredOidcPayload = {
  readonly payload: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly consumedAt: number | null;
};

const columns = { payload: oidcPayloads.payload, consumedAt: oidcPayloads.consumedAt };

/** What was saved under an id; whether it has run out is for the provider to say. */
export async function findOidcPayload(
  ctx: Context,
  { model, id }: { readonly model: string; readonly id: string },
): Promise<StoredOidcPayload | undefined> {
  requireSystemOrThrow(ctx);
  const [row] = await ctx.db
    .select(columns)
    .from(oidcPayloads)
    .where(and(eq(oidcPayloads.model, model), eq(oidcPayloads.idHash, await hashToken(id))));
  return row;
}

/** As findOidcPayload, by the uid that a session keeps while its id changes. */
export async function findOidcPayloadByUid(
  ctx: Context,
  { model, uid }: { readonly model: string; readonly uid: string },
): Promise<StoredOidcPayload | undefined> {
  requireSystemOrThrow(ctx);
  const [row] = await ctx.db
    .select(columns)
    .from(oidcPayloads)
    .where(and(eq(oidcPayloads.model, model), eq(oidcPayloads.uidHash, await hashToken(uid))));
  return row;
}
