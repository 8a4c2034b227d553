import { and, eq, gt } from 'drizzle-orm';
import type { OpenInvitationView } from '#lib/contracts/administrator.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Queryable } from '#lib/db/database.ts';
import { invitations } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';

/** Whom the invitation somebody opened is for. */
export async function checkInvitation(ctx: Context, token: string): Promise<Outcome<OpenInvitationView>> {
  const found = await openInvitation(ctx.db, await hashToken(token), ctx.now());
  if (!found.ok) return found;
  const { email, role, createdBy } = found.value;
  return success({ email, role, createdBy });
}

/** Within a transaction this also keeps others from taking the invitation at the same time. */
export async function openInvitation(
  db: Queryable,
  tokenHash: string,
  now: number,
): Promise<Outcome<typeof invitations.$inferSelect>> {
  const [row] = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.tokenHash, tokenHash), gt(invitations.expiresAt, now)))
    .for('update');
  if (row !== undefined) return success(row);
  const message = 'This invitation is not open: it was used or withdrawn, or is older than a week. Ask for a new one.';
  return failure('invitation-unknown', message);
}
