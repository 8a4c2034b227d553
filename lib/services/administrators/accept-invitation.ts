import { eq } from 'drizzle-orm';
import { type AdministratorView, acceptInvitationSchema } from '#lib/contracts/administrator.ts';
import { newId } from '#lib/core/ids.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { administrators, invitations } from '#lib/db/schema.ts';
import { openInvitation } from '#lib/services/administrators/check-invitation.ts';
import type { Context } from '#lib/services/context.ts';
import { hashPassword } from '#lib/services/hash-password.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';

/** Makes an administrator of whoever was invited, with the role of the invitation; of several at once exactly one succeeds. */
export async function acceptInvitation(ctx: Context, input: unknown): Promise<Outcome<AdministratorView>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(acceptInvitationSchema, input);
  if (!parsed.ok) return parsed;
  const { invitationToken, name, password } = parsed.value;
  const tokenHash = await hashToken(invitationToken);
  // Looked at before the password is hashed, so that strangers cannot spend the server's time.
  const open = await openInvitation(ctx.db, tokenHash, ctx.now());
  if (!open.ok) return open;
  const passwordHash = await hashPassword(password, ctx.fillRandom);
  const accepted = await inTransaction(ctx.db, async (tx) => {
    const stillOpen = await openInvitation(tx, tokenHash, ctx.now());
    if (!stillOpen.ok) return stillOpen;
    const { id: invitation, email, role, createdBy } = stillOpen.value;
    const administrator = { id: newId('adm', ctx.fillRandom), name, email, role };
    const made = await tx
      .insert(administrators)
      .values({ ...administrator, passwordHash, createdAt: ctx.now() })
      .onConflictDoNothing({ target: administrators.email })
      .returning({ id: administrators.id });
    if (made.length === 0) return failure('already-exists', `${email} is an administrator already. Sign in instead.`);
    await tx.delete(invitations).where(eq(invitations.id, invitation));
    const after = { ...administrator, invitation, invitedBy: createdBy };
    await recordAudit(tx, ctx, { verb: 'acceptInvitation', subject: administrator.id, after });
    return success(administrator);
  });
  if (accepted.ok) ctx.events.publish({ t: 'administrators-changed' });
  return accepted;
}
