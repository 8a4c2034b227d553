import { and, eq, lte } from 'drizzle-orm';
import type { RolloutFaultView } from '#lib/contracts/rollout-plan.ts';
import type { Transaction } from '#lib/db/database.ts';
import { connections, connectors, rolloutPlans } from '#lib/db/schema.ts';
import { judgeWave, type WaveVerdict } from '#lib/fleet/judge-wave.ts';
import type { Context } from '#lib/services/context.ts';
import type { RolloutPlanRow } from '#lib/services/read-connection-facts.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { beginWave } from '#lib/services/rollout/begin-wave.ts';
import { changePlan } from '#lib/services/rollout/change-plan.ts';
import { giveBack, stopHere } from '#lib/services/rollout/end-rollout.ts';
import { offerToAll } from '#lib/services/rollout/offer-to-all.ts';
import { readFailedTests, readWave } from '#lib/services/rollout/read-wave.ts';

/** What came of a look: whether connectors have something new to hear, or pages something to show. */
export type Looked = 'nothing' | 'shown' | 'offered';

/** What connectors say of themselves over their links wakes nobody. */
const lookAgainMs = 5_000;

/** One look at one rollout; another process that looks at it at this moment is not waited for. */
export async function lookAtRollout(tx: Transaction, ctx: Context, connectionId: string): Promise<Looked> {
  const [held] = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(eq(connections.id, connectionId))
    .for('update', { skipLocked: true });
  if (held === undefined) return 'nothing';
  const now = ctx.now();
  const [plan] = await tx
    .select()
    .from(rolloutPlans)
    .where(
      and(
        eq(rolloutPlans.connectionId, connectionId),
        eq(rolloutPlans.state, 'running'),
        lte(rolloutPlans.nextLookAt, now),
      ),
    );
  if (plan === undefined) return 'nothing';
  const members = await readWave(tx, ctx, plan);
  const verdict = judgeWave(members, { beganAt: plan.waveBeganAt, now }, plan);
  switch (verdict.kind) {
    case 'wait':
      return wait(tx, plan, verdict, now);
    case 'healthy':
      await goOn(tx, ctx, plan);
      return 'offered';
    case 'faulty':
      return stop(tx, ctx, plan, await faultOf(tx, plan, verdict, now));
  }
}

async function wait(
  tx: Transaction,
  plan: RolloutPlanRow,
  { because, until }: WaveVerdict & { kind: 'wait' },
  now: number,
): Promise<Looked> {
  const waitsFor = { because, ...(until === undefined ? {} : { until }) };
  const nextLookAt = Math.min(until ?? Number.MAX_SAFE_INTEGER, now + lookAgainMs);
  await changePlan(tx, plan, { lookedAt: now, nextLookAt, waitsFor });
  return plan.waitsFor?.because === because && plan.waitsFor.until === until ? 'nothing' : 'shown';
}

async function goOn(tx: Transaction, ctx: Context, plan: RolloutPlanRow): Promise<void> {
  const { connectionId, revision, waves } = plan;
  const wave = plan.wave + 1;
  if (wave < waves) {
    await beginWave(tx, ctx, plan, wave);
    const after = { revision, wave: wave + 1, waves };
    await recordAudit(tx, ctx, { verb: 'advanceRollouts', subject: connectionId, after });
    return;
  }
  await offerToAll(tx, connectionId, revision);
  await changePlan(tx, plan, { state: 'done', endedAt: ctx.now(), waitsFor: null });
  const before = { revision: plan.previousRevision };
  await recordAudit(tx, ctx, { verb: 'advanceRollouts', subject: connectionId, before, after: { revision, waves } });
}

async function faultOf(
  tx: Transaction,
  { revision, wave }: RolloutPlanRow,
  { fault: kind, connectorId }: WaveVerdict & { kind: 'faulty' },
  at: number,
): Promise<RolloutFaultView> {
  const [row] = await tx.select({ name: connectors.name }).from(connectors).where(eq(connectors.id, connectorId));
  const fault = { kind, connectorId, connectorName: row?.name ?? connectorId, wave, at };
  return kind === 'self-test-failed' ? { ...fault, tests: await readFailedTests(tx, revision, connectorId) } : fault;
}

async function stop(tx: Transaction, ctx: Context, plan: RolloutPlanRow, fault: RolloutFaultView): Promise<Looked> {
  const { connectionId, revision, onFailure } = plan;
  const at = ctx.now();
  let fallback: number | undefined;
  if (onFailure === 'stop') await stopHere(tx, plan, { at, fault });
  else fallback = await giveBack(tx, ctx, plan, { by: 'Gatehouse', at, fault });
  const after = { revision, fault, ...(onFailure === 'stop' ? { stopped: true } : { rolledBack: fallback ?? null }) };
  await recordAudit(tx, ctx, { verb: 'advanceRollouts', subject: connectionId, after });
  return 'offered';
}
