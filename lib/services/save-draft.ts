import { sql } from 'drizzle-orm';
import { type DraftView, saveDraftSchema } from '#lib/contracts/connection.ts';
import type { SealedKey } from '#lib/contracts/sealed-key.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Transaction } from '#lib/db/database.ts';
import { sealedKeys } from '#lib/db/schema.ts';
import { checkCanonical } from '#lib/services/check-canonical.ts';
import { checkSealedKeys } from '#lib/services/check-sealed-keys.ts';
import type { Context } from '#lib/services/context.ts';
import { draftView } from '#lib/services/draft-view.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { readActiveConnectors, readConnectionFacts, sslKeyFingerprint } from '#lib/services/read-connection-facts.ts';
import { publishDraftEvents, replaceDraft } from '#lib/services/replace-draft.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

/** Keeps what an administrator edited, with its findings, and the SSL keys her browser sealed to the connectors. */
export async function saveDraft(ctx: Context, input: unknown): Promise<Outcome<DraftView>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(saveDraftSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, baseVersion, settings, sealedKeys: keys } = parsed.value;
  const canonical = await checkCanonical(settings);
  if (!canonical.ok) return canonical;
  const spkiFingerprint = await sslKeyFingerprint(settings);
  // Thousands of envelopes take a while to look into: that is done before anything is locked.
  const inspected = await checkSealedKeys(keys, await readActiveConnectors(ctx.db, connectionId), spkiFingerprint);
  const saved = await inTransaction(ctx.db, async (tx) => {
    const replaced = await replaceDraft(tx, ctx, {
      verb: 'saveDraft',
      connectionId,
      baseVersion,
      by: allowed.value.email,
      settings: async () => (inspected.ok ? success(settings) : inspected),
      facts: { sealedTo: keys.map((key) => key.connectorId) },
    });
    if (!replaced.ok) return replaced;
    await storeSealedKeys(tx, connectionId, keys, ctx.now());
    const facts = await readConnectionFacts(tx, connectionId);
    return facts;
  });
  if (!saved.ok) return saved;
  publishDraftEvents(ctx, connectionId);
  return success(await draftView(saved.value, ctx));
}

async function storeSealedKeys(
  tx: Transaction,
  connectionId: string,
  keys: readonly SealedKey[],
  savedAt: number,
): Promise<void> {
  // One that was revoked since the envelopes were looked into gets nothing.
  const active = new Set((await readActiveConnectors(tx, connectionId)).map(({ id }) => id));
  // The last of several for one connector counts; one statement cannot write a row twice.
  const rows = [...new Map(keys.map((key) => [key.connectorId, { ...key, savedAt }])).values()].filter((row) =>
    active.has(row.connectorId),
  );
  if (rows.length === 0) return;
  await tx
    .insert(sealedKeys)
    .values(rows)
    .onConflictDoUpdate({
      target: [sealedKeys.connectorId, sealedKeys.spkiFingerprint],
      set: { envelope: sql`excluded.envelope`, savedAt },
    });
}
