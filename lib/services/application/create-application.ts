import { type ApplicationSecretView, createApplicationSchema } from '#lib/contracts/application.ts';
import { newId, newToken } from '#lib/core/ids.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { applications } from '#lib/db/schema.ts';
import { checkRedirectUris } from '#lib/services/application/check-redirect-uris.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

/** Makes an OpenID Connect client of one connection. The secret of a confidential one is told this once. */
export async function createApplication(ctx: Context, input: unknown): Promise<Outcome<ApplicationSecretView>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(createApplicationSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, ...facts } = parsed.value;
  const fitting = checkRedirectUris(facts.kind, facts);
  if (!fitting.ok) return fitting;
  const id = newId('app', ctx.fillRandom);
  const secret = facts.kind === 'confidential' ? newToken(ctx.fillRandom) : null;
  const secretHash = secret === null ? null : await hashToken(secret);
  const at = ctx.now();
  const created = await inTransaction(ctx.db, async (tx) => {
    const connection = await lockConnection(tx, connectionId);
    if (!connection.ok) return connection;
    const secretRenewedAt = secret === null ? null : at;
    await tx.insert(applications).values({ id, connectionId, ...facts, secretHash, secretRenewedAt, createdAt: at });
    await recordAudit(tx, ctx, { verb: 'createApplication', subject: id, after: { connectionId, ...facts } });
    return success({ id, secret });
  });
  if (created.ok) ctx.events.publish({ t: 'applications-changed' });
  return created;
}
