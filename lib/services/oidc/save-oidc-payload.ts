import { oidcPayloads } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

export type OidcPayload = {
  /** `Session`, `AuthorizationCode`, … */
  readonly model: string;
  /** A bearer secret: only its hash is stored, so the payload must not say it either. */
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly grantId?: string | undefined;
  readonly uid?: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined;
};

/** Writes what the OpenID provider wants to find again, new or over what was there. */
export async function saveOidcPayload(ctx: Context, { model, id, payload, ...more }: OidcPayload): Promise<void> {
  requireSystemOrThrow(ctx);
  const values = {
    payload,
    grantId: more.grantId === undefined ? null : await hashToken(more.grantId),
    uidHash: more.uid === undefined ? null : await hashToken(more.uid),
    expiresAt: more.expiresAt ?? null,
  };
  await ctx.db
    .insert(oidcPayloads)
    .values({ model, idHash: await hashToken(id), ...values })
    .onConflictDoUpdate({ target: [oidcPayloads.model, oidcPayloads.idHash], set: values });
}
