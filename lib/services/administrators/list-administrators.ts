import { gt } from 'drizzle-orm';
import type { AdministratorsView } from '#lib/contracts/administrator.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { administrators, invitations } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

/** Who may do what, and who is invited. */
export async function listAdministrators(ctx: Context): Promise<Outcome<AdministratorsView>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const { id, name, email, role, createdAt, lastSignInAt } = administrators;
  return success({
    administrators: await ctx.db
      .select({ id, name, email, role, createdAt, lastSignInAt })
      .from(administrators)
      .orderBy(createdAt, id),
    invitations: await ctx.db
      .select({
        id: invitations.id,
        email: invitations.email,
        role: invitations.role,
        createdAt: invitations.createdAt,
        createdBy: invitations.createdBy,
        expiresAt: invitations.expiresAt,
      })
      .from(invitations)
      .where(gt(invitations.expiresAt, ctx.now()))
      .orderBy(invitations.createdAt, invitations.id),
  });
}
