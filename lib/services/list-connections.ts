import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { ConnectionSummaryView } from '#lib/contracts/connection.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { connections, connectors, revisions } from '#lib/db/schema.ts';
import { connectionMethods } from '#lib/flow/flow-settings.ts';
import type { Context } from '#lib/services/context.ts';
import { draftChanges } from '#lib/services/draft-view.ts';
import { readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

/** All connections at a glance, by name. Settings, which may be large, are read only of those whose draft may differ. */
export async function listConnections(ctx: Context): Promise<Outcome<ConnectionSummaryView[]>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const rows = await readRows(ctx);
  const fleet = await readFleet(ctx);
  const summaries = rows.map(async (row): Promise<ConnectionSummaryView> => {
    const ids = fleet.get(row.id) ?? [];
    return {
      id: row.id,
      name: row.name,
      methods: connectionMethods({
        clientCertificate: { enabled: row.hasClientCertificate },
        kerberos: { enabled: row.hasKerberos },
      }),
      networks: row.networks,
      connectors: { total: ids.length, online: ids.filter((id) => ctx.gateway.isOnline(id)).length },
      firstExpiry: row.firstExpiryAt === null ? null : { at: row.firstExpiryAt, name: row.firstExpiryName ?? '' },
      runningRevision: row.runningRevision,
      changes: row.mayDiffer ? await countChanges(ctx, row.id) : 0,
    };
  });
  return success(await Promise.all(summaries));
}

function readRows({ db }: Context) {
  const shown = sql`coalesce(${revisions.settings}, ${connections.draft})`;
  return db
    .select({
      id: connections.id,
      name: connections.name,
      hasClientCertificate: sql<boolean>`(${shown} #>> '{clientCertificate,enabled}')::boolean`,
      hasKerberos: sql<boolean>`(${shown} #>> '{kerberos,enabled}')::boolean`,
      networks: sql<number>`jsonb_array_length(${shown} -> 'networks')`,
      firstExpiryAt: revisions.firstExpiryAt,
      firstExpiryName: revisions.firstExpiryName,
      runningRevision: connections.runningRevision,
      mayDiffer: sql<boolean>`${connections.draft} is distinct from ${revisions.settings}
        or exists (select 1 from sealed_keys k join connectors c on c.id = k.connector_id
          where c.connection_id = ${connections.id} and c.revoked_at is null and k.saved_at > ${revisions.publishedAt})`,
    })
    .from(connections)
    .leftJoin(
      revisions,
      and(eq(revisions.connectionId, connections.id), eq(revisions.revision, connections.runningRevision)),
    )
    .orderBy(asc(sql`lower(${connections.name})`), asc(connections.id));
}

/** The ids of each connection's connectors. */
async function readFleet({ db }: Context): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ id: connectors.id, connectionId: connectors.connectionId })
    .from(connectors)
    .where(isNull(connectors.revokedAt));
  const fleet = new Map<string, string[]>();
  for (const { id, connectionId } of rows) {
    const ids = fleet.get(connectionId);
    if (ids === undefined) fleet.set(connectionId, [id]);
    else ids.push(id);
  }
  return fleet;
}

async function countChanges(ctx: Context, connectionId: string): Promise<number> {
  const facts = await readConnectionFacts(ctx.db, connectionId);
  return facts.ok ? (await draftChanges(facts.value, ctx)).length : 0;
}
