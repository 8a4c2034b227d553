import type { ChangeView } from '#lib/contracts/change.ts';
import { checkSettings } from '#lib/contracts/check-settings.ts';
import type { DraftView } from '#lib/contracts/connection.ts';
import { diffSettings } from '#lib/contracts/diff-settings.ts';
import type { Finding } from '#lib/core/finding.ts';
import { readCachedCertificate } from '#lib/services/certificate-cache.ts';
import type { Context } from '#lib/services/context.ts';
import { type ConnectionFacts, sslKeyFingerprint } from '#lib/services/read-connection-facts.ts';

export async function draftView(facts: ConnectionFacts, ctx: Pick<Context, 'now' | 'publicUrl'>): Promise<DraftView> {
  const { connection } = facts;
  return {
    version: connection.draftVersion,
    settings: connection.draft,
    updatedAt: connection.draftUpdatedAt,
    updatedBy: connection.draftUpdatedBy,
    changes: await draftChanges(facts, ctx.now()),
    findings: await draftFindings(facts, ctx),
  };
}

/** The draft against what runs, sealed keys included: publishing brings those too. */
export async function draftChanges(facts: ConnectionFacts, at: number): Promise<ChangeView[]> {
  const { connection, running } = facts;
  return [
    ...(await diffSettings(running?.settings ?? null, connection.draft, at, readCachedCertificate)),
    ...(await sealedKeyChanges(facts)),
  ];
}

export function draftFindings(
  { connection, connectors, sealedAt }: ConnectionFacts,
  { now, publicUrl }: Pick<Context, 'now' | 'publicUrl'>,
): Promise<Finding[]> {
  return checkSettings({
    settings: connection.draft,
    at: now(),
    gatehouseUrl: publicUrl,
    connectors: connectors.map(({ id, name, seenFrom }) => ({ id, name, seenFrom, hasSealedKey: sealedAt.has(id) })),
    read: readCachedCertificate,
  });
}

/** A connector enrolled after the last publish gets its key by publishing again, though the settings are the same. */
async function sealedKeyChanges({ connection, running, connectors, sealedAt }: ConnectionFacts): Promise<ChangeView[]> {
  if (running === undefined) return [];
  if ((await sslKeyFingerprint(running.settings)) !== (await sslKeyFingerprint(connection.draft))) return [];
  return connectors
    .filter(({ id }) => (sealedAt.get(id) ?? 0) > running.publishedAt)
    .map(({ name }) => ({ kind: 'added', area: 'ssl-certificate', what: `SSL key sealed to connector ${name}` }));
}
