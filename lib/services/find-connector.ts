import { eq } from 'drizzle-orm';
import { connectors } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

export type KnownConnector = {
  readonly connectorId: string;
  readonly connectionId: string;
  /** SubjectPublicKeyInfo, base64. */
  readonly identityKey: string;
  readonly isRevoked: boolean;
};

/** Whom a hello claims to come from; undefined where nobody of that id ever enrolled. */
export async function findConnector(ctx: Context, connectorId: string): Promise<KnownConnector | undefined> {
  requireSystemOrThrow(ctx);
  if (!isId(connectorId)) return undefined;
  const [row] = await ctx.db.select().from(connectors).where(eq(connectors.id, connectorId));
  if (row === undefined) return undefined;
  const { connectionId, identityKey, revokedAt } = row;
  return { connectorId, connectionId, identityKey, isRevoked: revokedAt !== null };
}
