import { eq } from 'drizzle-orm';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Transaction } from '#lib/db/database.ts';
import { connections } from '#lib/db/schema.ts';
import { type ConnectionRow, noSuchConnection } from '#lib/services/read-connection-facts.ts';

/** Whoever changes a connection holds its row until the transaction's end, so that changes come one after another. */
export async function lockConnection(tx: Transaction, connectionId: string): Promise<Outcome<ConnectionRow>> {
  const [row] = await tx.select().from(connections).where(eq(connections.id, connectionId)).for('update');
  return row === undefined ? noSuchConnection() : success(row);
}
