import { desc, eq } from 'drizzle-orm';
import type { TicketView } from '#lib/contracts/connector.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { tickets } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

const mostTickets = 100;

/** The connection's newest tickets. */
export async function listTickets(ctx: Context, connectionId: string): Promise<Outcome<TicketView[]>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  if (!isId(connectionId)) return success([]);
  const now = ctx.now();
  const rows = await ctx.db
    .select()
    .from(tickets)
    .where(eq(tickets.connectionId, connectionId))
    .orderBy(desc(tickets.createdAt), desc(tickets.id))
    .limit(mostTickets);
  return success(
    rows.map(({ id, createdAt, expiresAt, spentAt, connectorId }) => ({
      id,
      createdAt,
      expiresAt,
      state: spentAt !== null ? 'spent' : expiresAt <= now ? 'expired' : 'open',
      connectorId,
    })),
  );
}
