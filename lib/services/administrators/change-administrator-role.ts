import { eq } from 'drizzle-orm';
import { changeAdministratorRoleSchema } from '#lib/contracts/administrator.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { administrators, invitations } from '#lib/db/schema.ts';
import { lastOwner, lockOwners, noSuchAdministrator } from '#lib/services/administrators/lock-owners.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOwner } from '#lib/services/require-actor.ts';

/** Another role counts from the administrator's next request on. Whoever is an owner no more has invited nobody. */
export async function changeAdministratorRole(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOwner(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(changeAdministratorRoleSchema, input);
  if (!parsed.ok) return parsed;
  const { administratorId, role, isOwnMeant } = parsed.value;
  const { id: actorId } = allowed.value;
  if (administratorId === actorId && !isOwnMeant) {
    return failure('invalid-input', 'This is your own role. Confirm that you mean to change it.');
  }
  const changed = await inTransaction(ctx.db, async (tx) => {
    const owners = await lockOwners(tx, actorId);
    if (!owners.ok) return owners;
    const [row] = await tx.select().from(administrators).where(eq(administrators.id, administratorId)).for('update');
    if (row === undefined) return noSuchAdministrator();
    if (row.role === role) return success(null);
    if (row.role === 'owner') {
      if (owners.value.length === 1) return lastOwner(row.name);
      await tx.delete(invitations).where(eq(invitations.createdById, administratorId));
    }
    await tx.update(administrators).set({ role }).where(eq(administrators.id, administratorId));
    await recordAudit(tx, ctx, {
      verb: 'changeAdministratorRole',
      subject: administratorId,
      before: { role: row.role },
      after: { role },
    });
    return success(null);
  });
  if (changed.ok) ctx.events.publish({ t: 'administrators-changed' });
  return changed;
}
