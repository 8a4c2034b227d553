import { and, asc, desc, eq, gt, isNull, notExists, sql } from 'drizzle-orm';
import type { Settings } from '#lib/contracts/settings.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Queryable } from '#lib/db/database.ts';
import { connections, connectors, heldKeys, revisions, rolloutPlans, rollouts, sealedKeys } from '#lib/db/schema.ts';
import { readCachedCertificate } from '#lib/services/certificate-cache.ts';
import { isId } from '#lib/services/is-id.ts';

export type ConnectionRow = typeof connections.$inferSelect;
export type RevisionRow = typeof revisions.$inferSelect;
export type ConnectorRow = typeof connectors.$inferSelect;
export type RolloutRow = typeof rollouts.$inferSelect;
export type RolloutPlanRow = typeof rolloutPlans.$inferSelect;

/** Everything the views of one connection are made of. */
export type ConnectionFacts = {
  readonly connection: ConnectionRow;
  readonly running: RevisionRow | undefined;
  /** Those not revoked, the oldest first. */
  readonly connectors: readonly ConnectorRow[];
  /** By connector: how the newest revision offered to it went. */
  readonly rollouts: ReadonlyMap<string, RolloutRow>;
  /** By connector: when the key of the draft's SSL certificate was sealed to it. */
  readonly sealedAt: ReadonlyMap<string, number>;
  /** The key that the draft's SSL certificate needs. */
  readonly draftKey: string | undefined;
  /** By connector: the fingerprints of the keys that were made on it. */
  readonly heldKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** The rollout in waves that is under way, or ended as the last thing that was published. */
  readonly plan: RolloutPlanRow | undefined;
  /** Revisions that hold the running settings for connectors that had gone ahead. */
  readonly alike: readonly number[];
};

/** With other settings in the draft's place where some are given. */
export async function readConnectionFacts(
  db: Queryable,
  connectionId: string,
  settings?: Settings,
): Promise<Outcome<ConnectionFacts>> {
  if (!isId(connectionId)) return noSuchConnection();
  const [row] = await db
    .select({ connection: connections, running: revisions })
    .from(connections)
    .leftJoin(
      revisions,
      and(eq(revisions.connectionId, connections.id), eq(revisions.revision, connections.runningRevision)),
    )
    .where(eq(connections.id, connectionId));
  if (row === undefined) return noSuchConnection();
  const connection = settings === undefined ? row.connection : { ...row.connection, draft: settings };
  const draftKey = await sslKeyFingerprint(connection.draft);
  return success({
    connection,
    running: row.running ?? undefined,
    connectors: await readActiveConnectors(db, connectionId),
    rollouts: await readNewestRollouts(db, connectionId),
    sealedAt: await readSealedAt(db, connectionId, draftKey),
    draftKey,
    heldKeys: await readHeldKeys(db, connectionId),
    plan: await readNewestPlan(db, connectionId),
    alike: await readAlike(db, connectionId, connection.runningRevision),
  });
}

async function readNewestPlan(db: Queryable, connectionId: string): Promise<RolloutPlanRow | undefined> {
  const since = db
    .select({ one: sql`1` })
    .from(revisions)
    .where(
      and(
        eq(revisions.connectionId, connectionId),
        gt(revisions.revision, sql`coalesce(${rolloutPlans.fallbackRevision}, ${rolloutPlans.revision})`),
      ),
    );
  const [plan] = await db
    .select()
    .from(rolloutPlans)
    .where(and(eq(rolloutPlans.connectionId, connectionId), notExists(since)))
    .orderBy(desc(rolloutPlans.revision))
    .limit(1);
  return plan;
}

async function readAlike(db: Queryable, connectionId: string, running: number | null): Promise<number[]> {
  if (running === null) return [];
  const rows = await db
    .select({ revision: revisions.revision })
    .from(revisions)
    .where(
      and(eq(revisions.connectionId, connectionId), gt(revisions.revision, running), eq(revisions.repeats, running)),
    );
  return rows.map(({ revision }) => revision);
}

export function noSuchConnection() {
  return failure('not-found', 'This connection does not exist. Somebody may have deleted it.');
}

export function readActiveConnectors(db: Queryable, connectionId: string): Promise<ConnectorRow[]> {
  return db
    .select()
    .from(connectors)
    .where(and(eq(connectors.connectionId, connectionId), isNull(connectors.revokedAt)))
    .orderBy(asc(connectors.enrolledAt), asc(connectors.name), asc(connectors.id));
}

async function readNewestRollouts(db: Queryable, connectionId: string): Promise<Map<string, RolloutRow>> {
  const newest = db
    .select()
    .from(rollouts)
    .where(eq(rollouts.connectorId, connectors.id))
    .orderBy(desc(rollouts.revision))
    .limit(1)
    .as('newest');
  const rows = await db
    .select()
    .from(connectors)
    .innerJoinLateral(newest, sql`true`)
    .where(and(eq(connectors.connectionId, connectionId), isNull(connectors.revokedAt)));
  return new Map(rows.map(({ connectors: { id }, newest: rollout }) => [id, rollout]));
}

async function readSealedAt(
  db: Queryable,
  connectionId: string,
  spkiFingerprint: string | undefined,
): Promise<Map<string, number>> {
  if (spkiFingerprint === undefined) return new Map();
  const rows = await db
    .select({ connectorId: sealedKeys.connectorId, savedAt: sealedKeys.savedAt })
    .from(sealedKeys)
    .innerJoin(connectors, eq(connectors.id, sealedKeys.connectorId))
    .where(and(eq(connectors.connectionId, connectionId), eq(sealedKeys.spkiFingerprint, spkiFingerprint)));
  return new Map(rows.map((row) => [row.connectorId, row.savedAt]));
}

async function readHeldKeys(db: Queryable, connectionId: string): Promise<Map<string, Set<string>>> {
  const rows = await db
    .select({ connectorId: heldKeys.connectorId, spkiFingerprint: heldKeys.spkiFingerprint })
    .from(heldKeys)
    .innerJoin(connectors, eq(connectors.id, heldKeys.connectorId))
    .where(eq(connectors.connectionId, connectionId));
  const byConnector = new Map<string, Set<string>>();
  for (const { connectorId, spkiFingerprint } of rows)
    byConnector.set(connectorId, (byConnector.get(connectorId) ?? new Set()).add(spkiFingerprint));
  return byConnector;
}

/** Whether the key of the draft's SSL certificate was made on this connector. */
export function holdsDraftKey({ draftKey, heldKeys: held }: ConnectionFacts, connectorId: string): boolean {
  return draftKey !== undefined && (held.get(connectorId)?.has(draftKey) ?? false);
}

/** Which key the settings' SSL certificate needs; undefined where there is no certificate that can be read. */
export async function sslKeyFingerprint(settings: Settings): Promise<string | undefined> {
  const leaf = settings.sslCertificate?.chain[0];
  if (leaf === undefined) return undefined;
  const outcome = await readCachedCertificate(leaf);
  return outcome.ok ? outcome.value.spkiFingerprint : undefined;
}
