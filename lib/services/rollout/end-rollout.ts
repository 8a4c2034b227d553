import { and, eq, inArray, sql } from 'drizzle-orm';
import type { RolloutFaultView } from '#lib/contracts/rollout-plan.ts';
import type { Transaction } from '#lib/db/database.ts';
import { connectors, rollouts } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { type ConnectionFacts, type RolloutPlanRow, readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { changePlan } from '#lib/services/rollout/change-plan.ts';
import { insertRevision } from '#lib/services/rollout/insert-revision.ts';

/** Nobody more is offered the revision. Those who serve it keep it; so do those who may be taking it over at this moment. */
export async function stopHere(
  tx: Transaction,
  plan: RolloutPlanRow,
  { at, fault }: { readonly at: number; readonly fault?: RolloutFaultView },
): Promise<void> {
  const { connectionId, revision } = plan;
  await tx.execute(sql`
    update connectors c set offered_revision = null
    from rollouts r
    where r.connector_id = c.id and r.revision = ${revision} and c.connection_id = ${connectionId}
      and c.offered_revision = ${revision}
      and (r.state = 'refused' or (r.state = 'waiting' and r.link_since is null))`);
  await changePlan(tx, plan, { state: 'stopped', endedAt: at, waitsFor: null, fault: fault ?? null });
}

/**
 * Those who have the revision get back what the connection runs, as a revision of its own: connectors take no number that is older. It goes
 * to nobody else, so whoever was not asked yet notices nothing.
 */
export async function giveBack(
  tx: Transaction,
  ctx: Context,
  plan: RolloutPlanRow,
  { by, at, fault }: { readonly by: string; readonly at: number; readonly fault?: RolloutFaultView },
): Promise<number | undefined> {
  const { connectionId, revision } = plan;
  await stopHere(tx, plan, { at, ...(fault === undefined ? {} : { fault }) });
  const ahead = await tx
    .select({ id: connectors.id })
    .from(connectors)
    .where(and(eq(connectors.connectionId, connectionId), eq(connectors.offeredRevision, revision)));
  const facts = ahead.length === 0 ? undefined : await factsToGiveBack(tx, connectionId);
  let fallback: number | undefined;
  if (facts !== undefined) {
    const running = plan.previousRevision;
    const comment = `Back to revision ${running} where revision ${revision} had gone ahead`;
    fallback = await insertRevision(tx, ctx, { facts, by, comment, repeats: running });
    const ids = ahead.map(({ id }) => id);
    for (let from = 0; from < ids.length; from += 1_000) {
      const some = ids.slice(from, from + 1_000);
      await tx.update(connectors).set({ offeredRevision: fallback }).where(inArray(connectors.id, some));
      const row = { connectionId, revision: fallback, state: 'waiting' } as const;
      await tx.insert(rollouts).values(some.map((connectorId) => ({ ...row, connectorId })));
    }
  }
  // They were never asked; what they run is what they ran.
  await tx
    .delete(rollouts)
    .where(and(eq(rollouts.connectionId, connectionId), eq(rollouts.revision, revision), eq(rollouts.state, 'held')));
  await changePlan(tx, plan, { state: 'rolled-back', fallbackRevision: fallback ?? null });
  return fallback;
}

/** With the running settings in the draft's place. */
async function factsToGiveBack(tx: Transaction, connectionId: string): Promise<ConnectionFacts> {
  const facts = await readConnectionFacts(tx, connectionId);
  if (!facts.ok || facts.value.running === undefined) throw new Error('nothing runs that could be given back');
  const { connection, running } = facts.value;
  return { ...facts.value, connection: { ...connection, draft: running.settings } };
}
