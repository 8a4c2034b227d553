import { and, eq } from 'drizzle-orm';
import { type ForgetKeyAnswer, forgetKeySchema } from '#lib/contracts/key-request.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { connectors, heldKeys } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { askForKey, refusal } from '#lib/services/key-request/ask-for-key.ts';
import { countKeyRequest } from '#lib/services/key-request/count-key-request.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { readConnectionFacts, sslKeyFingerprint } from '#lib/services/read-connection-facts.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

/** Has a connector delete a key that was made on it, and forgets its request. A key that is needed stays. */
export async function forgetKey(ctx: Context, input: unknown): Promise<Outcome<ForgetKeyAnswer>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(forgetKeySchema, input);
  if (!parsed.ok) return parsed;
  const { connectorId, spkiFingerprint } = parsed.value;
  const one = and(eq(heldKeys.connectorId, connectorId), eq(heldKeys.spkiFingerprint, spkiFingerprint));
  const [held] = await ctx.db
    .select({ hosts: heldKeys.hosts, askedAt: heldKeys.askedAt, connectionId: connectors.connectionId })
    .from(heldKeys)
    .innerJoin(connectors, eq(connectors.id, heldKeys.connectorId))
    .where(one);
  if (held === undefined) return failure('not-found', 'This request is not there any more.');
  const { connectionId, ...before } = held;
  const facts = await readConnectionFacts(ctx.db, connectionId);
  if (!facts.ok) return facts;
  const connector = facts.value.connectors.find(({ id }) => id === connectorId);
  if (connector === undefined) return failure('not-found', 'This connector is not there any more.');
  const { draftKey, running } = facts.value;
  const runningKey = running === undefined ? undefined : await sslKeyFingerprint(running.settings);
  if (spkiFingerprint === runningKey || spkiFingerprint === draftKey)
    return success(
      refusal(
        'key-in-use',
        `The SSL certificate of ${spkiFingerprint === runningKey ? 'the running settings' : 'the draft'} needs this key. Replace the certificate first.`,
      ),
    );
  const counted = await countKeyRequest(ctx, allowed.value.id);
  if (!counted.ok) return counted;
  const asked = await askForKey(ctx, connector, { kind: 'forget-key', spkiFingerprint });
  if (asked.kind === 'refused') return success(asked);
  if (asked.outcome.result !== 'forgotten')
    return success(refusal('answer-invalid', `${connector.name} answered something else. Nothing was forgotten here.`));
  const forgotten = await inTransaction(ctx.db, async (tx) => {
    await tx.delete(heldKeys).where(one);
    await recordAudit(tx, ctx, { verb: 'forgetKey', subject: connectorId, before: { ...before, spkiFingerprint } });
    return success(null);
  });
  if (!forgotten.ok) return forgotten;
  ctx.events.publish({ t: 'connectors-changed', connectionId });
  return success({ kind: 'forgotten' });
}
