import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '#lib/db/database.ts';
import { connections } from '#lib/db/schema.ts';

/** From now on the connection runs this revision, and each connector of it is to; whoever was offered another one is no exception any more. */
export async function offerToAll(tx: Transaction, connectionId: string, revision: number): Promise<void> {
  await tx.update(connections).set({ runningRevision: revision }).where(eq(connections.id, connectionId));
  await tx.execute(sql`
    update connectors set offered_revision = null, offered_anew = 0
    where connection_id = ${connectionId} and (offered_revision is not null or offered_anew > 0)`);
  await tx.execute(sql`
    insert into rollouts (connection_id, revision, connector_id, state)
    select connection_id, ${revision}, id, 'waiting' from connectors
    where connection_id = ${connectionId} and revoked_at is null
    on conflict do nothing`);
  await tx.execute(sql`
    update rollouts set state = 'waiting'
    where connection_id = ${connectionId} and revision = ${revision} and state = 'held'`);
}
