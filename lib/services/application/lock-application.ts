import { eq } from 'drizzle-orm';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Transaction } from '#lib/db/database.ts';
import { applications } from '#lib/db/schema.ts';

type ApplicationRow = typeof applications.$inferSelect;

/** Whoever changes an application holds its row until the transaction's end. */
export async function lockApplication(tx: Transaction, applicationId: string): Promise<Outcome<ApplicationRow>> {
  const [row] = await tx.select().from(applications).where(eq(applications.id, applicationId)).for('update');
  return row === undefined
    ? failure('not-found', 'There is no such application; somebody may have deleted it.')
    : success(row);
}
