import { publishSettingsSchema } from '#lib/contracts/revision.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { failure } from '#lib/core/outcome.ts';
import { checkCanonical } from '#lib/services/check-canonical.ts';
import type { Context } from '#lib/services/context.ts';
import { draftChanges } from '#lib/services/draft-view.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { type ConnectionFacts, readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { draftChanged } from '#lib/services/replace-draft.ts';
import { requireOperator } from '#lib/services/require-actor.ts';
import { announceRevision } from '#lib/services/rollout/announce-revision.ts';
import { bringOut } from '#lib/services/rollout/bring-out.ts';
import { refusalForErrors, refusalWhileRolling } from '#lib/services/rollout/refusals.ts';

/** Makes the draft the next revision, signs it, and brings it to the connectors. The draft is checked anew: no browser is believed. */
export async function publishSettings(ctx: Context, input: unknown): Promise<Outcome<{ revision: number }>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(publishSettingsSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, draftVersion, comment, waves } = parsed.value;
  // Once ahead of the transaction: it takes a while with many certificates, and leaves the readings warm for the second time.
  const ahead = await readConnectionFacts(ctx.db, connectionId);
  if (!ahead.ok) return ahead;
  const refusedAhead = await refusalToPublish(ahead.value, draftVersion, ctx);
  if (refusedAhead !== undefined) return refusedAhead;
  const published = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, connectionId);
    if (!locked.ok) return locked;
    const facts = await readConnectionFacts(tx, connectionId);
    if (!facts.ok) return facts;
    const refused = await refusalToPublish(facts.value, draftVersion, ctx);
    if (refused !== undefined) return refused;
    const brought = await bringOut(tx, ctx, { facts: facts.value, by: allowed.value.email, comment, waves });
    if (!brought.ok) return brought;
    const { connection } = facts.value;
    await recordAudit(tx, ctx, {
      verb: 'publishSettings',
      subject: connectionId,
      before: { revision: connection.runningRevision },
      after: { revision: brought.value.revision, comment, draftVersion, ...(waves === undefined ? {} : { waves }) },
    });
    return brought;
  });
  if (!published.ok) return published;
  announceRevision(ctx, connectionId);
  return published;
}

async function refusalToPublish(facts: ConnectionFacts, draftVersion: number, ctx: Context) {
  if (facts.connection.draftVersion !== draftVersion) return draftChanged(facts.connection);
  const rolling = refusalWhileRolling(facts);
  if (rolling !== undefined) return rolling;
  const canonical = await checkCanonical(facts.connection.draft);
  if (!canonical.ok) return canonical;
  const errors = await refusalForErrors(facts, ctx);
  if (errors !== undefined) return errors;
  if ((await draftChanges(facts, ctx)).length > 0) return undefined;
  return failure('nothing-to-publish', 'The draft is what runs already. Change something and save it first.');
}
