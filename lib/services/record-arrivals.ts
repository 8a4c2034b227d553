import { sql } from 'drizzle-orm';
import type { Context } from '#lib/services/context.ts';
import { maxRevision, storableJson } from '#lib/services/parse-input.ts';
import { publishConnectorEvents } from '#lib/services/publish-connector-events.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import { wakeRollouts } from '#lib/services/rollout/wake-rollouts.ts';
import type { ListenerState } from '#lib/wire/frames.ts';

export type Arrival = {
  readonly connectorId: string;
  readonly connectionId: string;
  readonly hostName: string;
  readonly software: string;
  readonly seenFrom: string;
  /** The revision it serves. */
  readonly running: number | null;
  readonly listener: ListenerState;
};

/**
 * Connectors said hello. One that already runs the revision it was to take over did so while nobody listened, so its rollout is
 * acknowledged by that; also one it had refused first, because a port that was taken has become free since.
 */
export async function recordArrivals(ctx: Context, arrivals: readonly Arrival[]): Promise<void> {
  requireSystemOrThrow(ctx);
  if (arrivals.length === 0) return;
  const latest = new Map(arrivals.map((arrival) => [arrival.connectorId, arrival]));
  const rows = [...latest.values()].map((arrival) => ({
    id: arrival.connectorId,
    host_name: arrival.hostName,
    software: arrival.software,
    seen_from: arrival.seenFrom,
    running: (arrival.running ?? 0) > maxRevision ? null : arrival.running,
    listener: arrival.listener,
  }));
  await ctx.db.execute(sql`
    with arrivals as (
      select * from jsonb_to_recordset(${storableJson(rows)}::jsonb)
        as a(id text, host_name text, software text, seen_from text, running integer, listener jsonb)
    ), caught_up as (
      update rollouts r set state = 'acknowledged', at = ${ctx.now()}::bigint,
        refusal = null, detail = null, tests = '[]'::jsonb, took_ms = null
      from arrivals a where r.connector_id = a.id and r.revision = a.running and r.state <> 'acknowledged'
    )
    update connectors c set host_name = a.host_name, software = a.software, seen_from = a.seen_from,
      running_revision = a.running, listener = a.listener, last_seen_at = ${ctx.now()}::bigint
    from arrivals a where c.id = a.id`);
  await wakeRollouts(ctx, arrivals);
  publishConnectorEvents(ctx, arrivals);
}
