import { rollBackSchema } from '#lib/contracts/revision.ts';
import { failure, type Outcome } from '#lib/core/outcome.ts';
import type { Context } from '#lib/services/context.ts';
import { draftChanges } from '#lib/services/draft-view.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { findRevisionSettings } from '#lib/services/read-revision-settings.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';
import { announceRevision } from '#lib/services/rollout/announce-revision.ts';
import { bringOut } from '#lib/services/rollout/bring-out.ts';
import { refusalForErrors } from '#lib/services/rollout/refusals.ts';

/** The settings of a revision of the past, published anew under the next number. They are checked as a draft is: a certificate may have ended since. */
export async function rollBackTo(ctx: Context, input: unknown): Promise<Outcome<{ revision: number }>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(rollBackSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, revision: wanted, comment, waves } = parsed.value;
  const rolled = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, connectionId);
    if (!locked.ok) return locked;
    const settings = await findRevisionSettings(tx, { connectionId, revision: wanted });
    if (!settings.ok) return settings;
    const facts = await readConnectionFacts(tx, connectionId, settings.value);
    if (!facts.ok) return facts;
    const errors = await refusalForErrors(facts.value, ctx);
    if (errors !== undefined) return errors;
    const { plan, running } = facts.value;
    if (plan?.state !== 'stopped' && (await draftChanges(facts.value, ctx)).length === 0)
      return failure('nothing-to-publish', `What runs is what revision ${wanted} holds.`);
    const brought = await bringOut(tx, ctx, { facts: facts.value, by: allowed.value.email, comment, waves });
    if (!brought.ok) return brought;
    await recordAudit(tx, ctx, {
      verb: 'rollBackTo',
      subject: connectionId,
      before: { revision: running?.revision ?? null },
      after: { revision: brought.value.revision, settingsOf: wanted, comment },
    });
    return brought;
  });
  if (rolled.ok) announceRevision(ctx, connectionId);
  return rolled;
}
