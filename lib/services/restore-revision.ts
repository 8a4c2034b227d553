import type { DraftView } from '#lib/contracts/connection.ts';
import { restoreRevisionSchema } from '#lib/contracts/revision.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Context } from '#lib/services/context.ts';
import { draftView } from '#lib/services/draft-view.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { findRevisionSettings } from '#lib/services/read-revision-settings.ts';
import { publishDraftEvents, replaceDraft } from '#lib/services/replace-draft.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

/** A revision of the past becomes the draft; publishing it is a step of its own. */
export async function restoreRevision(ctx: Context, input: unknown): Promise<Outcome<DraftView>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(restoreRevisionSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, revision, baseVersion } = parsed.value;
  const restored = await inTransaction(ctx.db, async (tx) => {
    const replaced = await replaceDraft(tx, ctx, {
      verb: 'restoreRevision',
      connectionId,
      baseVersion,
      by: allowed.value.email,
      settings: () => findRevisionSettings(tx, { connectionId, revision }),
      facts: { revision },
    });
    return replaced.ok ? readConnectionFacts(tx, connectionId) : replaced;
  });
  if (!restored.ok) return restored;
  publishDraftEvents(ctx, connectionId);
  return success(await draftView(restored.value, ctx));
}
