import { and, inArray, isNull } from 'drizzle-orm';
import { connectors } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

/** Which of these connectors have no part in the fleet any more: revoked, or gone with their connection. */
export async function findWithdrawn(ctx: Context, connectorIds: readonly string[]): Promise<string[]> {
  requireSystemOrThrow(ctx);
  if (connectorIds.length === 0) return [];
  const rows = await ctx.db
    .select({ id: connectors.id })
    .from(connectors)
    .where(and(inArray(connectors.id, [...connectorIds]), isNull(connectors.revokedAt)));
  const active = new Set(rows.map(({ id }) => id));
  return connectorIds.filter((id) => !active.has(id));
}
