import { eq } from 'drizzle-orm';
import { deleteApplicationSchema } from '#lib/contracts/application.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { applications } from '#lib/db/schema.ts';
import { lockApplication } from '#lib/services/application/lock-application.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

/** Deletes an application; its tokens count no more at once, because each is looked at together with its application. */
export async function deleteApplication(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(deleteApplicationSchema, input);
  if (!parsed.ok) return parsed;
  const { applicationId, name } = parsed.value;
  const deleted = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockApplication(tx, applicationId);
    if (!locked.ok) return locked;
    const { name: ownName, connectionId, kind, redirectUris, postLogoutRedirectUris } = locked.value;
    if (name !== ownName) {
      const sentence = `This is not the application’s name. Type “${ownName}” to delete it.`;
      return failure('invalid-input', sentence, { fields: { name: sentence } });
    }
    await tx.delete(applications).where(eq(applications.id, applicationId));
    const before = { connectionId, name: ownName, kind, redirectUris, postLogoutRedirectUris };
    await recordAudit(tx, ctx, { verb: 'deleteApplication', subject: applicationId, before });
    return success(null);
  });
  if (deleted.ok) ctx.events.publish({ t: 'applications-changed' });
  return deleted;
}
