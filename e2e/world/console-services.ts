import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import type { OpenedDatabase } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { sealKey } from '#lib/pki/seal/seal-key.ts';
import type { Context } from '#lib/services/context.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { noGateway } from '#lib/wire/gateway.ts';

const dayMs = 86_400_000;

/** An administrator's verbs on the PostgreSQL that a running Gatehouse uses too; nothing is announced to connectors from here. */
export async function openConsoleServices(options: {
  readonly databaseUrl: string;
  readonly publicUrl: string;
  readonly secret: string;
}): Promise<{ readonly ctx: Context; readonly database: OpenedDatabase }> {
  const database = await openDatabase({ databaseUrl: options.databaseUrl, dataDirectory: '' });
  const fillRandom: Context['fillRandom'] = (target) => crypto.getRandomValues(target);
  const keyring = await loadKeyring(database.db, Buffer.from(options.secret, 'utf8'), fillRandom, Date.now);
  const ctx: Context = {
    db: database.db,
    now: Date.now,
    fillRandom,
    gateway: noGateway,
    events: createLiveEvents(),
    keyring,
    publicUrl: options.publicUrl,
    log: { info: () => {}, warn: () => {}, error: console.error },
    actor: { kind: 'administrator', id: 'adm_test', email: 'ada@fabrikam.example', role: 'owner' },
  };
  return { ctx, database };
}

export function valueFrom<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.problem.code}: ${outcome.problem.message}`);
}

/** Settings that can be published: an SSL certificate with its key sealed to the connection's connectors, and an authority. */
export async function publishableSettings(ctx: Context, connectionId: string) {
  const authorityKey = await generateKeyPair('P-256');
  const serial = Uint8Array.of(1, 2, 3);
  const times = { notBefore: Date.now() - dayMs, notAfter: Date.now() + 300 * dayMs };
  const root = await issueAuthority({ subject: [['CN', 'Fabrikam Root CA']], key: authorityKey, serial, ...times });
  const key = await generateKeyPair('P-256');
  const { der } = await issueServerCertificate({
    subject: [['CN', 'sso.fabrikam.example']],
    key,
    signer: root.signer,
    serial: Uint8Array.of(4, 5, 6),
    alternativeNames: [{ kind: 'dns', value: 'sso.fabrikam.example' }],
    ...times,
  });
  const parsed = await parseCertificate(der);
  if (!parsed.ok) throw new Error('minted a certificate that cannot be read');
  const { connectors } = valueFrom(await readConnection(ctx, connectionId));
  const sealed = await sealKey({
    pkcs8: key.pkcs8,
    recipients: connectors.map(({ id, sealingCertificate }) => ({
      connectorId: id,
      certificate: new Uint8Array(Buffer.from(sealingCertificate, 'base64')),
    })),
  });
  const settings: Settings = {
    ...emptySettings,
    frontFacingUrl: 'https://sso.fabrikam.example',
    sslCertificate: { chain: [toBase64(der), toBase64(root.der)] },
    caCertificates: [toBase64(root.der)],
  };
  const { spkiFingerprint } = parsed.value;
  const sealedKeys = sealed.map(({ connectorId, envelope }) => ({
    connectorId,
    spkiFingerprint,
    envelope: toBase64(envelope),
  }));
  return { settings, sealedKeys };
}

/** Saves and publishes; false where the findings forbid it, as they would in the console. */
export async function publishAs(
  ctx: Context,
  connectionId: string,
  settings: Settings,
  sealedKeys: Awaited<ReturnType<typeof publishableSettings>>['sealedKeys'],
): Promise<boolean> {
  const { draft } = valueFrom(await readConnection(ctx, connectionId));
  const saved = valueFrom(await saveDraft(ctx, { connectionId, baseVersion: draft.version, settings, sealedKeys }));
  const published = await publishSettings(ctx, { connectionId, draftVersion: saved.version, comment: '' });
  if (published.ok) return true;
  if (published.problem.code === 'settings-have-errors' || published.problem.code === 'nothing-to-publish')
    return false;
  throw new Error(published.problem.message);
}
