import { and, eq } from 'drizzle-orm';
import { type DraftView, discardDraftSchema } from '#lib/contracts/connection.ts';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { revisions } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { draftView } from '#lib/services/draft-view.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { type ConnectionRow, readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { publishDraftEvents, replaceDraft } from '#lib/services/replace-draft.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

/** The draft becomes what runs, or empty where nothing runs yet. */
export async function discardDraft(ctx: Context, input: unknown): Promise<Outcome<DraftView>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(discardDraftSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, baseVersion } = parsed.value;
  const discarded = await inTransaction(ctx.db, async (tx) => {
    const replaced = await replaceDraft(tx, ctx, {
      verb: 'discardDraft',
      connectionId,
      baseVersion,
      by: allowed.value.email,
      settings: async ({ id, runningRevision }: ConnectionRow): Promise<Outcome<Settings>> => {
        if (runningRevision === null) return success(emptySettings);
        const [running] = await tx
          .select({ settings: revisions.settings })
          .from(revisions)
          .where(and(eq(revisions.connectionId, id), eq(revisions.revision, runningRevision)));
        return success(running?.settings ?? emptySettings);
      },
    });
    return replaced.ok ? readConnectionFacts(tx, connectionId) : replaced;
  });
  if (!discarded.ok) return discarded;
  publishDraftEvents(ctx, connectionId);
  return success(await draftView(discarded.value, ctx));
}
