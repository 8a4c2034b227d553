import { eq } from 'drizzle-orm';
import { removeAdministratorSchema } from '#lib/contracts/administrator.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { administrators } from '#lib/db/schema.ts';
import { lastOwner, lockOwners, noSuchAdministrator } from '#lib/services/administrators/lock-owners.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOwner } from '#lib/services/require-actor.ts';

/** Every session of the administrator ends with the row; so do the invitations they made, lest one of them leads back. */
export async function removeAdministrator(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOwner(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(removeAdministratorSchema, input);
  if (!parsed.ok) return parsed;
  const { administratorId, isOwnMeant } = parsed.value;
  const { id: actorId } = allowed.value;
  if (administratorId === actorId && !isOwnMeant) {
    return failure('invalid-input', 'This is your own account. Confirm that you mean to remove it.');
  }
  const removed = await inTransaction(ctx.db, async (tx) => {
    const owners = await lockOwners(tx, actorId);
    if (!owners.ok) return owners;
    const [row] = await tx.select().from(administrators).where(eq(administrators.id, administratorId)).for('update');
    if (row === undefined) return noSuchAdministrator();
    if (row.role === 'owner' && owners.value.length === 1) return lastOwner(row.name);
    await tx.delete(administrators).where(eq(administrators.id, administratorId));
    const before = { name: row.name, email: row.email, role: row.role };
    await recordAudit(tx, ctx, { verb: 'removeAdministrator', subject: administratorId, before });
    return success(null);
  });
  if (removed.ok) ctx.events.publish({ t: 'administrators-changed' });
  return removed;
}
