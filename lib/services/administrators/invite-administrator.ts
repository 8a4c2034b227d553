import { eq } from 'drizzle-orm';
import { type CreatedInvitationView, inviteAdministratorSchema } from '#lib/contracts/administrator.ts';
import { newId, newToken } from '#lib/core/ids.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { administrators, invitations } from '#lib/db/schema.ts';
import { lockOwners } from '#lib/services/administrators/lock-owners.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOwner } from '#lib/services/require-actor.ts';

const invitationLifeMs = 7 * 86_400_000;

/** A link with which one person becomes an administrator. Shown this once, only a hash is kept; the former one for the address is dead. */
export async function inviteAdministrator(ctx: Context, input: unknown): Promise<Outcome<CreatedInvitationView>> {
  const allowed = requireOwner(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(inviteAdministratorSchema, input);
  if (!parsed.ok) return parsed;
  const actor = allowed.value;
  const { email, role } = parsed.value;
  const id = newId('inv', ctx.fillRandom);
  const token = newToken(ctx.fillRandom);
  const tokenHash = await hashToken(token);
  const createdAt = ctx.now();
  const expiresAt = createdAt + invitationLifeMs;
  const invited = await inTransaction(ctx.db, async (tx) => {
    const owners = await lockOwners(tx, actor.id);
    if (!owners.ok) return owners;
    const [someone] = await tx
      .select({ role: administrators.role })
      .from(administrators)
      .where(eq(administrators.email, email));
    if (someone !== undefined) {
      const message = `${email} is an administrator already, with the role ${someone.role}. Change the role in the list.`;
      return failure('already-exists', message, { fields: { email: message } });
    }
    await tx.delete(invitations).where(eq(invitations.email, email));
    const createdBy = { createdBy: actor.email, createdById: actor.id };
    await tx.insert(invitations).values({ id, email, role, tokenHash, createdAt, ...createdBy, expiresAt });
    await recordAudit(tx, ctx, { verb: 'inviteAdministrator', subject: id, after: { email, role, expiresAt } });
    return success({ id, email, role, url: `${ctx.publicUrl}/invitation/${token}`, expiresAt });
  });
  if (invited.ok) ctx.events.publish({ t: 'administrators-changed' });
  return invited;
}
