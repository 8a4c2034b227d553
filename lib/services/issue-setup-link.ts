import { newToken } from '#lib/core/ids.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { administrators, setupLink } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireSystem } from '#lib/services/require-actor.ts';

/** A new link for making the first administrator; the former one is dead. Null once there is an administrator. */
export async function issueSetupLink(ctx: Context): Promise<Outcome<{ url: string } | null>> {
  const allowed = requireSystem(ctx);
  if (!allowed.ok) return allowed;
  const token = newToken(ctx.fillRandom);
  const link = { tokenHash: await hashToken(token), createdAt: ctx.now() };
  return inTransaction(ctx.db, async (tx) => {
    const [someone] = await tx.select({ id: administrators.id }).from(administrators).limit(1);
    if (someone !== undefined) return success(null);
    await tx.insert(setupLink).values(link).onConflictDoUpdate({ target: setupLink.id, set: link });
    await recordAudit(tx, ctx, { verb: 'issueSetupLink', subject: 'setup' });
    return success({ url: `${ctx.publicUrl}/setup/${token}` });
  });
}
