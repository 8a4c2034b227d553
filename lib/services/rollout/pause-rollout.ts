import { pauseRolloutSchema } from '#lib/contracts/rollout-plan.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';
import { publishRolloutEvents } from '#lib/services/rollout/announce-revision.ts';
import { changePlan } from '#lib/services/rollout/change-plan.ts';
import { lockPlan, notInState } from '#lib/services/rollout/lock-plan.ts';

/** No further wave begins, and nothing is judged, until it is resumed; connectors that were asked go on. */
export async function pauseRollout(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(pauseRolloutSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId } = parsed.value;
  const paused = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockPlan(tx, connectionId);
    if (!locked.ok) return locked;
    const { plan } = locked.value;
    if (plan.state !== 'running') return notInState(plan);
    await changePlan(tx, plan, { state: 'paused', waitsFor: null });
    const after = { revision: plan.revision, wave: plan.wave + 1 };
    await recordAudit(tx, ctx, { verb: 'pauseRollout', subject: connectionId, after });
    return success(null);
  });
  if (paused.ok) publishRolloutEvents(ctx, connectionId);
  return paused;
}
