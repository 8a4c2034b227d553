import type { ChangeView } from '#lib/contracts/change.ts';
import { checkSettings } from '#lib/contracts/check-settings.ts';
import type { DraftView } from '#lib/contracts/connection.ts';
import { diffSettings } from '#lib/contracts/diff-settings.ts';
import type { Finding } from '#lib/core/finding.ts';
import { readCachedCertificate } from '#lib/services/certificate-cache.ts';
import type { Context } from '#lib/services/context.ts';
import { type ConnectionFacts, holdsDraftKey, sslKeyFingerprint } from '#lib/services/read-connection-facts.ts';
import { signedGatehouseUrl } from '#lib/services/signed-gatehouse-url.ts';

type DraftContext = Pick<Context, 'now' | 'publicUrl' | 'gateway' | 'keyring'>;

export async function draftView(facts: ConnectionFacts, ctx: DraftContext): Promise<DraftView> {
  const { connection } = facts;
  return {
    version: connection.draftVersion,
    settings: connection.draft,
    updatedAt: connection.draftUpdatedAt,
    updatedBy: connection.draftUpdatedBy,
    changes: await draftChanges(facts, ctx),
    findings: await draftFindings(facts, ctx),
  };
}

/** The draft against what runs, sealed keys and the address of Gatehouse included: publishing brings those too. */
export async function draftChanges(facts: ConnectionFacts, ctx: DraftContext): Promise<ChangeView[]> {
  const { connection, running } = facts;
  return [
    ...(await diffSettings(running?.settings ?? null, connection.draft, ctx.now(), readCachedCertificate)),
    ...(await sealedKeyChanges(facts)),
    ...(await addressChanges(facts, ctx)),
  ];
}

export function draftFindings(facts: ConnectionFacts, ctx: DraftContext): Promise<Finding[]> {
  const { connection, connectors, sealedAt } = facts;
  const { now, publicUrl, gateway } = ctx;
  const online = new Map(gateway.onlineConnectors(connection.id).map((one) => [one.connectorId, one]));
  return checkSettings({
    settings: connection.draft,
    at: now(),
    gatehouseUrl: publicUrl,
    connectors: connectors.map(({ id, name, seenFrom }) => ({
      id,
      name,
      seenFrom,
      hasSealedKey: sealedAt.has(id),
      holdsKey: holdsDraftKey(facts, id),
      directory: online.get(id)?.directory,
      kerberos: online.get(id)?.kerberos,
    })),
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

/** Connectors send people back to the address they were told, and nowhere else; where Gatehouse has moved, publishing tells them. */
async function addressChanges(
  { running }: ConnectionFacts,
  { publicUrl, keyring }: DraftContext,
): Promise<ChangeView[]> {
  const told = running === undefined ? undefined : await signedGatehouseUrl(running, keyring.publicKey);
  if (told === undefined || told === publicUrl) return [];
  const before = told === '' ? 'not told' : told;
  return [{ kind: 'changed', area: 'methods', what: 'address of Gatehouse', before, after: publicUrl }];
}
