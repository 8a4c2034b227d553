import { eq } from 'drizzle-orm';
import { type ApplicationSecretView, renewApplicationSecretSchema } from '#lib/contracts/application.ts';
import { newToken } from '#lib/core/ids.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { applications } from '#lib/db/schema.ts';
import { lockApplication } from '#lib/services/application/lock-application.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

/** A new secret, told this once; the former one counts no more from now on. */
export async function renewApplicationSecret(ctx: Context, input: unknown): Promise<Outcome<ApplicationSecretView>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(renewApplicationSecretSchema, input);
  if (!parsed.ok) return parsed;
  const { applicationId } = parsed.value;
  const secret = newToken(ctx.fillRandom);
  const secretHash = await hashToken(secret);
  const renewed = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockApplication(tx, applicationId);
    if (!locked.ok) return locked;
    const { kind, name, secretRenewedAt } = locked.value;
    if (kind === 'public') return failure('not-allowed', `“${name}” is a public application; it has no secret.`);
    const at = ctx.now();
    await tx.update(applications).set({ secretHash, secretRenewedAt: at }).where(eq(applications.id, applicationId));
    await recordAudit(tx, ctx, {
      verb: 'renewApplicationSecret',
      subject: applicationId,
      before: { secretRenewedAt },
      after: { secretRenewedAt: at },
    });
    return success({ id: applicationId, secret });
  });
  if (renewed.ok) ctx.events.publish({ t: 'applications-changed' });
  return renewed;
}
