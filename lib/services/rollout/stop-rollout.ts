import { stopRolloutSchema } from '#lib/contracts/rollout-plan.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';
import { announceRevision } from '#lib/services/rollout/announce-revision.ts';
import { giveBack, stopHere } from '#lib/services/rollout/end-rollout.ts';
import { lockPlan, notInState } from '#lib/services/rollout/lock-plan.ts';

/** Ends a rollout; the connectors that have the revision keep it, or are given back what ran before. */
export async function stopRollout(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(stopRolloutSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, changed } = parsed.value;
  const stopped = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockPlan(tx, connectionId);
    if (!locked.ok) return locked;
    const { plan } = locked.value;
    const isUnderWay = plan.state === 'running' || plan.state === 'paused';
    if (!isUnderWay && !(plan.state === 'stopped' && changed === 'go-back')) return notInState(plan);
    const at = ctx.now();
    const fault = plan.fault === null ? {} : { fault: plan.fault };
    let fallback: number | undefined;
    if (changed === 'stay') await stopHere(tx, plan, { at, ...fault });
    else fallback = await giveBack(tx, ctx, plan, { by: allowed.value.email, at, ...fault });
    await recordAudit(tx, ctx, {
      verb: 'stopRollout',
      subject: connectionId,
      before: { state: plan.state, wave: plan.wave + 1 },
      after: { revision: plan.revision, changed, ...(fallback === undefined ? {} : { fallback }) },
    });
    return success(null);
  });
  if (stopped.ok) announceRevision(ctx, connectionId);
  return stopped;
}
