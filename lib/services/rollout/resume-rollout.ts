import { resumeRolloutSchema } from '#lib/contracts/rollout-plan.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';
import { announceRevision } from '#lib/services/rollout/announce-revision.ts';
import { changePlan } from '#lib/services/rollout/change-plan.ts';
import { lockPlan, notInState } from '#lib/services/rollout/lock-plan.ts';
import { offerAgain } from '#lib/services/rollout/offer-again.ts';

/** A paused or stopped rollout goes on: who refused is asked once more, and the time to be healthy begins anew. */
export async function resumeRollout(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(resumeRolloutSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId } = parsed.value;
  const resumed = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockPlan(tx, connectionId);
    if (!locked.ok) return locked;
    const { plan } = locked.value;
    if (plan.state !== 'paused' && plan.state !== 'stopped') return notInState(plan);
    const now = ctx.now();
    const change = { waveBeganAt: now, lookedAt: now, nextLookAt: now, waitsFor: null, fault: null, endedAt: null };
    await changePlan(tx, plan, { ...change, state: 'running' });
    await offerAgain(tx, ctx, plan);
    await recordAudit(tx, ctx, {
      verb: 'resumeRollout',
      subject: connectionId,
      before: { state: plan.state, ...(plan.fault === null ? {} : { fault: plan.fault }) },
      after: { revision: plan.revision, wave: plan.wave + 1 },
    });
    return success(null);
  });
  if (resumed.ok) announceRevision(ctx, connectionId);
  return resumed;
}
