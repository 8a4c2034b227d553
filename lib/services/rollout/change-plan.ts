import { and, eq } from 'drizzle-orm';
import type { Transaction } from '#lib/db/database.ts';
import { rolloutPlans } from '#lib/db/schema.ts';
import type { RolloutPlanRow } from '#lib/services/read-connection-facts.ts';

/** Whoever calls it holds the connection's row: that is what keeps two from deciding about one rollout. */
export async function changePlan(
  tx: Transaction,
  { connectionId, revision }: Pick<RolloutPlanRow, 'connectionId' | 'revision'>,
  change: Partial<typeof rolloutPlans.$inferInsert>,
): Promise<void> {
  await tx
    .update(rolloutPlans)
    .set(change)
    .where(and(eq(rolloutPlans.connectionId, connectionId), eq(rolloutPlans.revision, revision)));
}
