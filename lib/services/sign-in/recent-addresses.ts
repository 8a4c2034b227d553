import { and, count, desc, eq, gte, max } from 'drizzle-orm';
import type { RecentAddressView } from '#lib/contracts/sign-in.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { signIns } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { noSuchConnection } from '#lib/services/read-connection-facts.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

const recentMs = 14 * 86_400_000;
const mostAddresses = 20;

/** Where people signed in from in the last 14 days, the address with the most sign-ins first. */
export async function recentAddresses(ctx: Context, connectionId: string): Promise<Outcome<RecentAddressView[]>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  if (!isId(connectionId)) return noSuchConnection();
  const [signInCount, lastAt] = [count(), max(signIns.startedAt)];
  const rows = await ctx.db
    .select({ address: signIns.address, count: signInCount, lastAt })
    .from(signIns)
    .where(and(eq(signIns.connectionId, connectionId), gte(signIns.startedAt, ctx.now() - recentMs)))
    .groupBy(signIns.address)
    .orderBy(desc(signInCount), desc(lastAt), signIns.address)
    .limit(mostAddresses);
  return success(rows.map((row) => ({ address: row.address, count: row.count, lastAt: row.lastAt ?? 0 })));
}
