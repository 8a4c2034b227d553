import { askKeyRequestSchema, type KeyRequestAnswer } from '#lib/contracts/key-request.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { heldKeys } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { askForKey, refusal } from '#lib/services/key-request/ask-for-key.ts';
import { keyRequestFault } from '#lib/services/key-request/check-key-request.ts';
import { countKeyRequest } from '#lib/services/key-request/count-key-request.ts';
import { lockConnector } from '#lib/services/lock-connector.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';
import type { KeyRequestQuestion } from '#lib/wire/key-request-question.ts';

/** Has a connector make a key that never leaves it, and remembers the request for its certificate. */
export async function askKeyRequest(ctx: Context, input: unknown): Promise<Outcome<KeyRequestAnswer>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(askKeyRequestSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, connectorId, ...wanted } = parsed.value;
  const facts = await readConnectionFacts(ctx.db, connectionId);
  if (!facts.ok) return facts;
  const connector = facts.value.connectors.find(({ id }) => id === connectorId);
  if (connector === undefined) return failure('not-found', 'This connector is not there any more. Choose another one.');
  const counted = await countKeyRequest(ctx, allowed.value.id);
  if (!counted.ok) return counted;
  const question: KeyRequestQuestion = { kind: 'key-request', ...wanted };
  const asked = await askForKey(ctx, connector, question);
  if (asked.kind === 'refused') {
    ctx.log.warn({ connectorId, reason: asked.reason }, 'A connector made no key');
    return success(asked);
  }
  const { outcome } = asked;
  const fault = outcome.result === 'made' ? await keyRequestFault(outcome, question) : 'there is none';
  if (outcome.result !== 'made' || fault !== undefined)
    return success(refusal('answer-invalid', `${connector.name} gave no usable request: ${fault}. Nothing was kept.`));
  const { request, spkiFingerprint } = outcome;
  const hosts = question.hosts.map(({ value }) => value);
  const row = { connectorId, spkiFingerprint, hosts, request, askedAt: ctx.now(), askedBy: allowed.value.email };
  const kept = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockConnector(tx, connectorId);
    if (!locked.ok) return locked;
    await tx.insert(heldKeys).values(row);
    await recordAudit(tx, ctx, {
      verb: 'askKeyRequest',
      subject: connectorId,
      after: { connectionId, hosts, keyKind: question.keyKind, spkiFingerprint },
    });
    return success(null);
  });
  if (!kept.ok) return kept;
  ctx.events.publish({ t: 'connectors-changed', connectionId });
  return success({ kind: 'made', made: { ...row, connectorName: connector.name, certificate: 'waiting' } });
}
