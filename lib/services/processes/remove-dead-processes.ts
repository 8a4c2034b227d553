import { sql } from 'drizzle-orm';
import type { Context } from '#lib/services/context.ts';
import { databaseTime } from '#lib/services/processes/database-time.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

/** Removes processes whose last beat is older, with the links they held; their connectors were seen last when they were. Resolves with their ids. */
export async function removeDeadProcesses(ctx: Context, deadAfterMs: number): Promise<string[]> {
  requireSystemOrThrow(ctx);
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    with dead as (
      delete from processes where last_beat_at < ${databaseTime} - ${deadAfterMs}::bigint returning id, last_beat_at
    ), left_behind as (
      update connectors c set last_seen_at = greatest(c.last_seen_at, d.last_beat_at)
      from links l join dead d on d.id = l.process_id where c.id = l.connector_id
    )
    select id from dead`);
  return rows.map(({ id }) => id);
}
