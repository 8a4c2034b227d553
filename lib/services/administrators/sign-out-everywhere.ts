import { eq, sql } from 'drizzle-orm';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { administrators } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

/** Ends every session of the administrator who asks, on every device. */
export async function signOutEverywhere(ctx: Context): Promise<Outcome<null>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const { id } = allowed.value;
  const outcome = await inTransaction(ctx.db, async (tx) => {
    await tx
      .update(administrators)
      .set({ sessionEpoch: sql`${administrators.sessionEpoch} + 1` })
      .where(eq(administrators.id, id));
    await recordAudit(tx, ctx, { verb: 'signOutEverywhere', subject: id });
    return success(null);
  });
  if (outcome.ok) ctx.events.publish({ t: 'administrators-changed' });
  return outcome;
}
