import { sql } from 'drizzle-orm';
import type { Transaction } from '#lib/db/database.ts';
import type { RolloutPlanRow } from '#lib/services/read-connection-facts.ts';

/** Notes which connector belongs to which wave; none is offered anything by that. */
export async function holdWaves(
  tx: Transaction,
  { connectionId, revision }: RolloutPlanRow,
  waves: readonly (readonly string[])[],
): Promise<void> {
  const rows = waves.flatMap((ids, wave) => ids.map((id) => ({ id, wave })));
  await tx.execute(sql`
    insert into rollouts (connection_id, revision, connector_id, state, wave)
    select ${connectionId}, ${revision}::integer, r.id, 'held', r.wave
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, wave integer)`);
}
