import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '#lib/db/database.ts';
import { connectors, rolloutPlans, rollouts } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import type { RolloutPlanRow } from '#lib/services/read-connection-facts.ts';
import { complaintsOf } from '#lib/services/rollout/complaints-of.ts';

/** Offers the revision to the connectors of a wave, and notes how each is now: what is wrong before is not the revision's doing. */
export async function beginWave(
  tx: Transaction,
  ctx: Pick<Context, 'gateway' | 'now'>,
  { connectionId, revision }: RolloutPlanRow,
  wave: number,
): Promise<void> {
  const now = ctx.now();
  const live = new Map(ctx.gateway.onlineConnectors(connectionId).map((one) => [one.connectorId, one]));
  const held = await tx
    .select({ id: connectors.id, listener: connectors.listener, revocation: connectors.revocation })
    .from(rollouts)
    .innerJoin(connectors, eq(connectors.id, rollouts.connectorId))
    .where(
      and(
        eq(rollouts.connectionId, connectionId),
        eq(rollouts.revision, revision),
        eq(rollouts.wave, wave),
        isNull(connectors.revokedAt),
      ),
    );
  const rows = held.map((row) => {
    const isLinked = ctx.gateway.isOnline(row.id);
    const complaints = complaintsOf(row, live.get(row.id));
    return { id: row.id, is_linked: isLinked, link_since: isLinked ? now : null, complaints };
  });
  const list = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as w(id text, is_linked boolean, link_since bigint, complaints jsonb)`;
  await tx.execute(sql`
    update rollouts r set state = case when r.state = 'held' then 'waiting' else r.state end,
      is_linked = w.is_linked, link_since = w.link_since, complaints_before = w.complaints
    from ${list} where r.connector_id = w.id and r.revision = ${revision}`);
  await tx.execute(sql`
    update connectors c set offered_revision = ${revision} from ${list} where c.id = w.id`);
  await tx
    .update(rolloutPlans)
    .set({ wave, waveBeganAt: now, lookedAt: now, nextLookAt: now, waitsFor: null })
    .where(and(eq(rolloutPlans.connectionId, connectionId), eq(rolloutPlans.revision, revision)));
}
