import { and, asc, eq, lte } from 'drizzle-orm';
import { success } from '#lib/core/outcome.ts';
import { rolloutPlans } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import { announceRevision, publishRolloutEvents } from '#lib/services/rollout/announce-revision.ts';
import { lookAtRollout } from '#lib/services/rollout/look-at-rollout.ts';

/** More are looked at the next time; those that are due the longest come first. */
const mostAtOnce = 100;

/** Looks at every rollout that is due: its next wave begins, or it goes on waiting, or it stops. Any number of processes may do that. */
export async function advanceRollouts(ctx: Context): Promise<void> {
  requireSystemOrThrow(ctx);
  const due = await ctx.db
    .select({ connectionId: rolloutPlans.connectionId })
    .from(rolloutPlans)
    .where(and(eq(rolloutPlans.state, 'running'), lte(rolloutPlans.nextLookAt, ctx.now())))
    .orderBy(asc(rolloutPlans.nextLookAt))
    .limit(mostAtOnce);
  for (const { connectionId } of due) await lookAlone(ctx, connectionId);
}

/** One that cannot be looked at does not keep the others waiting. */
async function lookAlone(ctx: Context, connectionId: string): Promise<void> {
  try {
    const looked = await inTransaction(ctx.db, async (tx) => success(await lookAtRollout(tx, ctx, connectionId)));
    if (!looked.ok || looked.value === 'nothing') return;
    if (looked.value === 'offered') announceRevision(ctx, connectionId);
    else publishRolloutEvents(ctx, connectionId);
  } catch (cause) {
    ctx.log.error({ err: cause, connectionId }, 'A rollout could not be looked at');
  }
}
