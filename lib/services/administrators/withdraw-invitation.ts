import { eq } from 'drizzle-orm';
import { withdrawInvitationSchema } from '#lib/contracts/administrator.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { invitations } from '#lib/db/schema.ts';
import { lockOwners } from '#lib/services/administrators/lock-owners.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOwner } from '#lib/services/require-actor.ts';

/** Closes an invitation that nobody has taken yet. */
export async function withdrawInvitation(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOwner(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(withdrawInvitationSchema, input);
  if (!parsed.ok) return parsed;
  const { invitationId } = parsed.value;
  const withdrawn = await inTransaction(ctx.db, async (tx) => {
    const owners = await lockOwners(tx, allowed.value.id);
    if (!owners.ok) return owners;
    const [row] = await tx.delete(invitations).where(eq(invitations.id, invitationId)).returning();
    if (row === undefined) return failure('not-found', 'This invitation is not open any more.');
    const before = { email: row.email, role: row.role };
    await recordAudit(tx, ctx, { verb: 'withdrawInvitation', subject: invitationId, before });
    return success(null);
  });
  if (withdrawn.ok) ctx.events.publish({ t: 'administrators-changed' });
  return withdrawn;
}
