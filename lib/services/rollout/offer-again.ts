import { sql } from 'drizzle-orm';
import type { Transaction } from '#lib/db/database.ts';
import type { Context } from '#lib/services/context.ts';
import type { RolloutPlanRow } from '#lib/services/read-connection-facts.ts';

/**
 * Offers the revision of a plan to those of the waves so far who do not serve it, again to those who refused. `offered_anew` makes the hub
 * send what it sent before.
 */
export async function offerAgain(
  tx: Transaction,
  { gateway, now: clock }: Pick<Context, 'gateway' | 'now'>,
  { connectionId, revision, wave }: RolloutPlanRow,
): Promise<void> {
  const now = clock();
  await tx.execute(sql`
    update connectors c set offered_revision = ${revision},
      offered_anew = c.offered_anew + case when r.state = 'refused' then 1 else 0 end
    from rollouts r
    where r.connector_id = c.id and r.revision = ${revision} and r.connection_id = ${connectionId}
      and r.wave <= ${wave} and r.state in ('refused', 'waiting') and c.revoked_at is null`);
  const online = gateway.onlineConnectors(connectionId).map(({ connectorId }) => connectorId);
  // Who was asked before is asked anew: its time to answer begins again.
  await tx.execute(sql`
    update rollouts r set state = case when r.state = 'refused' then 'waiting' else r.state end,
      refusal = case when r.state = 'refused' then null else r.refusal end,
      detail = case when r.state = 'refused' then null else r.detail end,
      tests = case when r.state = 'refused' then '[]'::jsonb else r.tests end,
      link_since = case when r.is_linked or r.connector_id in (select jsonb_array_elements_text(${JSON.stringify(online)}::jsonb))
        then ${now}::bigint else r.link_since end
    where r.connection_id = ${connectionId} and r.revision = ${revision} and r.wave <= ${wave}`);
}
