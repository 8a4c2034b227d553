import { and, eq } from 'drizzle-orm';
import { retryConnectorSchema } from '#lib/contracts/rollout-plan.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { connectors, rollouts } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { lockConnector } from '#lib/services/lock-connector.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';
import { announceRevision } from '#lib/services/rollout/announce-revision.ts';

/** Offers a connector once more the revision that it refused or did not answer; nobody else hears of it. */
export async function retryConnector(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(retryConnectorSchema, input);
  if (!parsed.ok) return parsed;
  const { connectorId } = parsed.value;
  const retried = await inTransaction(ctx.db, async (tx) => {
    const [row] = await tx.select().from(connectors).where(eq(connectors.id, connectorId));
    if (row === undefined) return noSuchConnector();
    const connection = await lockConnection(tx, row.connectionId);
    if (!connection.ok) return connection;
    const locked = await lockConnector(tx, connectorId);
    if (!locked.ok) return locked;
    const facts = await readConnectionFacts(tx, row.connectionId);
    if (!facts.ok) return facts;
    const rollout = facts.value.rollouts.get(connectorId);
    if (rollout === undefined || (rollout.state !== 'refused' && rollout.state !== 'waiting'))
      return failure('not-allowed', `${row.name} has nothing to be asked again: it serves what it was offered.`);
    const { revision, state, refusal } = rollout;
    const { plan } = facts.value;
    if (plan?.state === 'rolled-back' && plan.revision === revision)
      return failure('not-allowed', `Revision ${revision} was rolled back, so nobody is asked to take it.`);
    await tx
      .update(connectors)
      .set({ offeredRevision: revision, offeredAnew: locked.value.offeredAnew + 1 })
      .where(eq(connectors.id, connectorId));
    const nothingSaid = { refusal: null, detail: null, tests: [], tookMs: null, at: null };
    // Its time to answer begins again, where it can hear the question.
    const isAsked = ctx.gateway.isOnline(connectorId);
    await tx
      .update(rollouts)
      .set({ state: 'waiting', ...nothingSaid, ...(isAsked ? { isLinked: true, linkSince: ctx.now() } : {}) })
      .where(and(eq(rollouts.connectorId, connectorId), eq(rollouts.revision, revision)));
    await recordAudit(tx, ctx, {
      verb: 'retryConnector',
      subject: connectorId,
      before: { revision, state, ...(refusal === null ? {} : { refusal }) },
    });
    return success(row.connectionId);
  });
  if (!retried.ok) return retried;
  announceRevision(ctx, retried.value);
  return success(null);
}

function noSuchConnector() {
  return failure('not-found', 'This connector does not exist. Somebody may have revoked it.');
}
