import { and, eq, isNull } from 'drizzle-orm';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Transaction } from '#lib/db/database.ts';
import { connectors } from '#lib/db/schema.ts';
import type { ConnectorRow } from '#lib/services/read-connection-facts.ts';

/** Holds a connector's row until the transaction's end; revoked connectors are gone for good. */
export async function lockConnector(tx: Transaction, connectorId: string): Promise<Outcome<ConnectorRow>> {
  const [row] = await tx
    .select()
    .from(connectors)
    .where(and(eq(connectors.id, connectorId), isNull(connectors.revokedAt)))
    .for('update');
  return row === undefined
    ? failure('not-found', 'This connector does not exist. Somebody may have revoked it.')
    : success(row);
}
