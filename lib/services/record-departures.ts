import { sql } from 'drizzle-orm';
import type { Context } from '#lib/services/context.ts';
import { publishConnectorEvents } from '#lib/services/publish-connector-events.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import { wakeRollouts } from '#lib/services/rollout/wake-rollouts.ts';

export type Departure = { readonly connectorId: string; readonly connectionId: string; readonly at: number };

/** Connectors' links ended. */
export async function recordDepartures(ctx: Context, departures: readonly Departure[]): Promise<void> {
  requireSystemOrThrow(ctx);
  if (departures.length === 0) return;
  const rows = departures.map(({ connectorId, at }) => ({ id: connectorId, at }));
  await ctx.db.execute(sql`
    update connectors c set last_seen_at = greatest(c.last_seen_at, d.at)
    from (select id, max(at) as at from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, at bigint) group by id) d
    where c.id = d.id`);
  await wakeRollouts(ctx, departures);
  publishConnectorEvents(ctx, departures);
}
