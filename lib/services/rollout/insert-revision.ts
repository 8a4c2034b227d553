import { eq, max } from 'drizzle-orm';
import type { Settings } from '#lib/contracts/settings.ts';
import type { Transaction } from '#lib/db/database.ts';
import { revisions } from '#lib/db/schema.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import { readCachedCertificate } from '#lib/services/certificate-cache.ts';
import { connectorSettingsOf } from '#lib/services/connector-settings-of.ts';
import type { Context } from '#lib/services/context.ts';
import type { ConnectionFacts, ConnectionRow } from '#lib/services/read-connection-facts.ts';
import { type SignedSettings, signSettings } from '#lib/wire/signed-settings.ts';

export type NewRevision = {
  /** Its draft is what becomes the revision. */
  readonly facts: ConnectionFacts;
  readonly by: string;
  readonly comment: string;
  /** For a revision that goes only to connectors that had gone ahead: the one whose settings it brings back. */
  readonly repeats?: number;
};

/** The next number, signed; nobody is offered it yet. The connection's row is held. */
export async function insertRevision(tx: Transaction, ctx: Context, { facts, ...about }: NewRevision): Promise<number> {
  const { connection } = facts;
  const connectionId = connection.id;
  const [last] = await tx
    .select({ revision: max(revisions.revision) })
    .from(revisions)
    .where(eq(revisions.connectionId, connectionId));
  const revision = nextRevision(last?.revision ?? 0, facts);
  const publishedAt = ctx.now();
  await tx.insert(revisions).values({
    connectionId,
    revision,
    settings: connection.draft,
    publishedAt,
    publishedBy: about.by,
    comment: about.comment,
    repeats: about.repeats ?? null,
    ...(await sign(ctx, connection, revision, publishedAt)),
    ...(await firstExpiry(connection.draft)),
  });
  return revision;
}

/** More than a backup is behind; a connector that claims a number beyond is not believed. */
const mostLostRevisions = 1_000;

/** After the database came back from a backup, connectors run revisions it does not know, and take none that is older. */
function nextRevision(last: number, { connectors }: ConnectionFacts): number {
  const running = connectors
    .map(({ runningRevision }) => runningRevision ?? 0)
    .filter((number) => number <= last + mostLostRevisions);
  return running.reduce((newest, number) => Math.max(newest, number), last) + 1;
}

function sign(ctx: Context, connection: ConnectionRow, revision: number, publishedAt: number): Promise<SignedSettings> {
  const { id: connectionId, name: connectionName, draft } = connection;
  const about = { connectionId, connectionName, revision, publishedAt, gatehouseUrl: ctx.publicUrl };
  return signSettings(connectorSettingsOf(draft, about), ctx.keyring.privateKey);
}

async function firstExpiry(settings: Settings): Promise<{ firstExpiryAt?: number; firstExpiryName?: string }> {
  const all = [...(settings.sslCertificate?.chain ?? []), ...settings.caCertificates];
  const readings = await Promise.all(all.map(readCachedCertificate));
  const certificates = readings.flatMap((reading) => (reading.ok ? [reading.value] : []));
  const [first] = certificates.sort((a, b) => a.notAfter - b.notAfter);
  return first === undefined
    ? {}
    : { firstExpiryAt: first.notAfter, firstExpiryName: displayName(first).slice(0, 200) };
}
