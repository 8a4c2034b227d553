import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { type Bytes, toBase64 } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { connectors } from '#lib/db/schema.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueCertificate } from '#lib/pki/issue/issue-certificate.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { sealKey } from '#lib/pki/seal/seal-key.ts';
import type { Context, ServiceContext } from '#lib/services/context.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { saveDraft } from '#lib/services/save-draft.ts';

export type Fleet = {
  readonly connectionId: string;
  readonly administrator: Context;
  /** Saves a change that is there to be published; resolves with the draft's version. */
  readonly change: (round: number) => Promise<number>;
};

const dayMs = 86_400_000;

/** A connection with working settings of about the given size, and connectors whose SSL keys are sealed. */
export async function makeFleet(
  context: ServiceContext,
  {
    ids,
    publicKeys,
    settingsBytes,
  }: { readonly ids: readonly string[]; readonly publicKeys: readonly string[]; readonly settingsBytes: number },
): Promise<Fleet> {
  const administrator: Context = {
    ...context,
    actor: { kind: 'administrator', id: 'adm_1', email: 'ada@example.com', role: 'owner' },
  };
  const connectionId = must(await createConnection(administrator, { name: 'Fabrikam HQ' })).id;
  const validity = { notBefore: Date.now() - dayMs, notAfter: Date.now() + 390 * dayMs };

  const sealingKey = await generateKeyPair('RSA-3072');
  const subject = [['CN', 'connector']] as const;
  const sealing = await issueCertificate({
    subject,
    key: sealingKey,
    signer: { name: subject, key: sealingKey },
    serial: Uint8Array.of(1),
    keyUsage: ['keyEncipherment'],
    ...validity,
  });
  const enrolledAt = Date.now();
  await context.db.insert(connectors).values(
    ids.map((id, index) => ({
      id,
      connectionId,
      name: id,
      identityKey: publicKeys[index] ?? '',
      sealingCertificate: toBase64(sealing.der),
      sealingFingerprint: '0'.repeat(64),
      enrolledAt,
      hostName: `${id}.fabrikam.example`,
      software: 'simulated',
    })),
  );

  const root = await issueAuthority({
    subject: [['CN', 'Fabrikam Root CA']],
    key: await generateKeyPair('P-256'),
    serial: Uint8Array.of(1),
    ...validity,
  });
  const serverKey = await generateKeyPair('P-256');
  const server = await issueServerCertificate({
    subject: [['CN', 'sso.fabrikam.example']],
    key: serverKey,
    signer: root.signer,
    serial: Uint8Array.of(2),
    alternativeNames: [{ kind: 'dns', value: 'sso.fabrikam.example' }],
    ...validity,
  });
  const base: Settings = {
    ...emptySettings,
    clientCertificate: { enabled: true },
    frontFacingUrl: 'https://sso.fabrikam.example',
    sslCertificate: { chain: [toBase64(server.der), toBase64(root.der)] },
    caCertificates: [toBase64(root.der)],
  };
  const settings = await fill(base, settingsBytes, validity);
  const parsed = await parseCertificate(server.der);
  if (!parsed.ok) throw new Error('minted a certificate that cannot be read');
  const { spkiFingerprint } = parsed.value;
  const sealed = await sealKey({
    pkcs8: serverKey.pkcs8,
    recipients: ids.map((connectorId) => ({ connectorId, certificate: sealing.der })),
  });
  let version = must(
    await saveDraft(administrator, {
      connectionId,
      baseVersion: must(await readConnection(administrator, connectionId)).draft.version,
      settings,
      sealedKeys: sealed.map(({ connectorId, envelope }) => ({
        connectorId,
        spkiFingerprint,
        envelope: toBase64(envelope),
      })),
    }),
  ).version;
  return {
    connectionId,
    administrator,
    change: async (round) => {
      const networks = [{ block: '24.12.34.56/32', label: `Head office, ${round}` }];
      const saved = await saveDraft(administrator, {
        connectionId,
        baseVersion: version,
        settings: { ...settings, networks },
        sealedKeys: [],
      });
      version = must(saved).version;
      return version;
    },
  };
}

/** Adds authorities until the settings have the wanted size. */
async function fill(
  settings: Settings,
  bytes: number,
  validity: { notBefore: number; notAfter: number },
): Promise<Settings> {
  const caCertificates = [...settings.caCertificates];
  for (let count = 0; JSON.stringify({ ...settings, caCertificates }).length < bytes; count += 1) {
    const { der }: { der: Bytes } = await issueAuthority({
      subject: [['CN', `Fabrikam Department CA ${count}`]],
      key: await generateKeyPair('P-256'),
      serial: Uint8Array.of(1, count),
      ...validity,
    });
    caCertificates.push(toBase64(der));
  }
  return { ...settings, caCertificates };
}

function must<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}
