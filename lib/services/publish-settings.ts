import { eq, max, sql } from 'drizzle-orm';
import { publishSettingsSchema } from '#lib/contracts/revision.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import type { Finding } from '#lib/core/finding.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Transaction } from '#lib/db/database.ts';
import { connections, revisions } from '#lib/db/schema.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import { readCachedCertificate } from '#lib/services/certificate-cache.ts';
import { checkCanonical } from '#lib/services/check-canonical.ts';
import { connectorSettingsOf } from '#lib/services/connector-settings-of.ts';
import type { Context } from '#lib/services/context.ts';
import { draftChanges, draftFindings } from '#lib/services/draft-view.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { type ConnectionFacts, type ConnectionRow, readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { draftChanged, publishDraftEvents } from '#lib/services/replace-draft.ts';
import { requireOperator } from '#lib/services/require-actor.ts';
import { type SignedSettings, signSettings } from '#lib/wire/signed-settings.ts';

/** Makes the draft the next revision, signs it, and brings it to the connectors. The draft is checked anew: no browser is believed. */
export async function publishSettings(ctx: Context, input: unknown): Promise<Outcome<{ revision: number }>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(publishSettingsSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, draftVersion, comment } = parsed.value;
  // Once ahead of the transaction: it takes a while with many certificates, and leaves the readings warm for the second time.
  const ahead = await readConnectionFacts(ctx.db, connectionId);
  if (!ahead.ok) return ahead;
  const refusedAhead = await refusalToPublish(ahead.value, draftVersion, ctx);
  if (refusedAhead !== undefined) return refusedAhead;
  const published = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, connectionId);
    if (!locked.ok) return locked;
    const facts = await readConnectionFacts(tx, connectionId);
    if (!facts.ok) return facts;
    const refused = await refusalToPublish(facts.value, draftVersion, ctx);
    if (refused !== undefined) return refused;
    return insertRevision(tx, ctx, { facts: facts.value, by: allowed.value.email, comment });
  });
  if (!published.ok) return published;
  publishDraftEvents(ctx, connectionId);
  ctx.events.publish({ t: 'connectors-changed', connectionId });
  announce(ctx, connectionId, published.value.revision);
  return published;
}

async function refusalToPublish(facts: ConnectionFacts, draftVersion: number, ctx: Context) {
  if (facts.connection.draftVersion !== draftVersion) return draftChanged(facts.connection);
  const canonical = await checkCanonical(facts.connection.draft);
  if (!canonical.ok) return canonical;
  const errors = (await draftFindings(facts, ctx)).filter((finding) => finding.severity === 'error');
  if (errors.length > 0) return haveErrors(errors);
  if ((await draftChanges(facts, ctx)).length > 0) return undefined;
  return failure('nothing-to-publish', 'The draft is what runs already. Change something and save it first.');
}

function haveErrors(errors: readonly Finding[]) {
  const list = errors.map(({ id, subject, message }) => `${id} (${subject}): ${message}`).join(' ');
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  return failure('settings-have-errors', `The settings have ${count} and were not published. ${list}`);
}

async function insertRevision(
  tx: Transaction,
  ctx: Context,
  { facts, by, comment }: { readonly facts: ConnectionFacts; readonly by: string; readonly comment: string },
): Promise<Outcome<{ revision: number }>> {
  const { connection } = facts;
  const connectionId = connection.id;
  const [last] = await tx
    .select({ revision: max(revisions.revision) })
    .from(revisions)
    .where(eq(revisions.connectionId, connectionId));
  const revision = nextRevision(last?.revision ?? 0, facts);
  const publishedAt = ctx.now();
  const signed = await sign(ctx, connection, revision, publishedAt);
  await tx.insert(revisions).values({
    connectionId,
    revision,
    settings: connection.draft,
    publishedAt,
    publishedBy: by,
    comment,
    ...signed,
    ...(await firstExpiry(connection.draft)),
  });
  await tx.update(connections).set({ runningRevision: revision }).where(eq(connections.id, connectionId));
  await tx.execute(sql`
    insert into rollouts (connection_id, revision, connector_id, state)
    select connection_id, ${revision}, id, 'waiting' from connectors
    where connection_id = ${connectionId} and revoked_at is null`);
  await recordAudit(tx, ctx, {
    verb: 'publishSettings',
    subject: connectionId,
    before: { revision: connection.runningRevision },
    after: { revision, comment, draftVersion: connection.draftVersion },
  });
  return success({ revision });
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

/** What is published is published: connectors that cannot be told now get it when they come back. */
function announce(ctx: Context, connectionId: string, revision: number): void {
  ctx.gateway.announceRevision(connectionId).catch((cause: unknown) => {
    ctx.log.error({ err: cause, connectionId, revision }, 'The new revision could not be announced to the connectors');
  });
}
