import { eq } from 'drizzle-orm';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Transaction } from '#lib/db/database.ts';
import { administrators } from '#lib/db/schema.ts';

/**
 * Whoever changes what administrators may do holds the rows of all owners until the transaction's end: of two owners who lower each other
 * at once the second is an owner no more. Answers with the ids of the owners.
 */
export async function lockOwners(tx: Transaction, actorId: string): Promise<Outcome<readonly string[]>> {
  const rows = await tx
    .select({ id: administrators.id })
    .from(administrators)
    .where(eq(administrators.role, 'owner'))
    .orderBy(administrators.id)
    .for('update');
  const owners = rows.map(({ id }) => id);
  return owners.includes(actorId)
    ? success(owners)
    : failure('not-allowed', 'Somebody has just taken the role owner from you. Ask an owner.');
}

export function lastOwner(name: string) {
  return failure('last-owner', `${name} is the only owner. Make somebody else an owner first, then try again.`);
}

export function noSuchAdministrator() {
  return failure('not-found', 'There is no such administrator; somebody may have removed them.');
}
