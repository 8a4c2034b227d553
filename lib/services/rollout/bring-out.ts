import type { WaveWishInput } from '#lib/contracts/rollout-plan.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Transaction } from '#lib/db/database.ts';
import { rolloutPlans } from '#lib/db/schema.ts';
import { planWaves } from '#lib/fleet/plan-waves.ts';
import type { Context } from '#lib/services/context.ts';
import { beginWave } from '#lib/services/rollout/begin-wave.ts';
import { holdWaves } from '#lib/services/rollout/hold-waves.ts';
import { insertRevision, type NewRevision } from '#lib/services/rollout/insert-revision.ts';
import { offerToAll } from '#lib/services/rollout/offer-to-all.ts';
import { refusalWhileRolling } from '#lib/services/rollout/refusals.ts';

/** Makes the next revision and offers it: to all at once, or to the first wave. The connection's row is held, and the settings are checked. */
export async function bringOut(
  tx: Transaction,
  ctx: Context,
  { waves: wish, ...wanted }: NewRevision & { readonly waves?: WaveWishInput | undefined },
): Promise<Outcome<{ revision: number }>> {
  const { connection, connectors } = wanted.facts;
  const rolling = refusalWhileRolling(wanted.facts);
  if (rolling !== undefined) return rolling;
  if (wish === undefined) {
    const revision = await insertRevision(tx, ctx, wanted);
    await offerToAll(tx, connection.id, revision);
    return success({ revision });
  }
  if (connection.runningRevision === null)
    return failure('not-allowed', 'Nothing runs yet that could break: publish the first revision to all at once.');
  const ids = connectors.map(({ id }) => id);
  const known = new Set(ids);
  if (wish.canary.some((id) => !known.has(id))) {
    const sentence = 'A connector that was to be first is no longer there. Choose others.';
    return failure('invalid-input', sentence, { fields: { 'waves.canary': sentence } });
  }
  const waves = planWaves(ids, wish);
  const revision = await insertRevision(tx, ctx, wanted);
  const now = ctx.now();
  const [plan] = await tx
    .insert(rolloutPlans)
    .values({
      connectionId: connection.id,
      revision,
      state: 'running',
      waves: waves.length,
      waveBeganAt: now,
      healthyForMs: wish.healthyForMs,
      patienceMs: wish.patienceMs,
      onFailure: wish.onFailure,
      previousRevision: connection.runningRevision,
      lookedAt: now,
      nextLookAt: now,
    })
    .returning();
  if (plan === undefined) throw new Error('the plan was not written');
  await holdWaves(tx, plan, waves);
  await beginWave(tx, ctx, plan, 0);
  return success({ revision });
}
