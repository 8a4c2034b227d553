import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Database } from '#lib/db/database.ts';
import { connectors } from '#lib/db/schema.ts';
import type { SeenFrom } from '#lib/flow/decide-flow.ts';

export type DoorConnector = Pick<
  typeof connectors.$inferSelect,
  'id' | 'name' | 'identityKey' | 'seenFrom' | 'listener'
>;

/** The connection's connectors that are not revoked, in the order the console lists them. */
export function readDoorConnectors(db: Database, connectionId: string): Promise<DoorConnector[]> {
  const { id, name, identityKey, seenFrom, listener } = connectors;
  return db
    .select({ id, name, identityKey, seenFrom, listener })
    .from(connectors)
    .where(and(eq(connectors.connectionId, connectionId), isNull(connectors.revokedAt)))
    .orderBy(asc(connectors.enrolledAt), asc(name), asc(id));
}

/** The addresses connectors are seen from, as the console's preview hands them to the decision. */
export function seenFromOf(known: readonly DoorConnector[]): SeenFrom[] {
  return known.flatMap(({ seenFrom, name }) => (seenFrom === '' ? [] : [{ address: seenFrom, connector: name }]));
}
