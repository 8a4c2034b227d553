import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { enrolConnector, type RunningConnector } from '#e2e/world/connector.ts';
import { type Slapd, slapdPersonDn, startSlapd } from '#e2e/world/slapd.ts';
import { must, type SmallGatehouse, startSmallGatehouse } from '#e2e/world/small-gatehouse.ts';
import type { HubVerbs } from '#hub/hub-verbs.ts';
import { serviceVerbs } from '#hub/service-verbs.ts';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { newId } from '#lib/core/ids.ts';
import { signInRequests, signIns } from '#lib/db/schema.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { sealKey } from '#lib/pki/seal/seal-key.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { identityVerifier } from '#lib/services/sign-in/identity-verifier.ts';
import { signSignInRequest } from '#lib/wire/sign-in-request.ts';
import { openSignedResult } from '#lib/wire/signed-result.ts';
import { base64Chain, type SignInPeople } from './sign-in-people.ts';

const frontFacingUrl = 'https://localhost';
const requestForMs = 120_000;

export type SignInSite = {
  readonly connector: RunningConnector;
  /** Paths with fresh signed requests, each good for one sign-in within two minutes. */
  readonly requestPaths: (count: number) => Promise<string[]>;
  readonly close: () => Promise<void>;
};

export type SignInSiteWishes = {
  readonly people: SignInPeople;
  /** Another program than the one of this checkout: the bundled file. */
  readonly program?: string;
  /** False: Gatehouse checks the signature of each answer and writes nothing down. */
  readonly isRecording?: boolean;
};

/** A real OpenLDAP over LDAPS, a real hub, and a real connector process that asks for certificates and knows whose they are. */
export async function openSignInSite({ people, program, isRecording = true }: SignInSiteWishes): Promise<SignInSite> {
  const open: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of open.splice(0).reverse()) await end();
  };
  try {
    const slapd = await startSlapd({
      people: people.uids.map((uid) => ({ uid })),
      groups: ['staff', 'everyone'].map((name) => ({ name, members: people.uids.map(slapdPersonDn) })),
    });
    open.push(slapd.remove);
    const gatehouse = await startSmallGatehouse(
      isRecording ? serviceVerbs : { ...serviceVerbs, recordAssertion: checkOnly() },
    );
    open.push(gatehouse.close);
    const { id: connectionId } = must(await createConnection(gatehouse.administrator, { name: 'Fabrikam HQ' }));
    const { url: ticketUrl } = must(await createTicket(gatehouse.administrator, { connectionId }));
    const name = 'hq-1';
    writeConfig(join(gatehouse.folder, name), slapd);
    const connector = await enrolConnector({
      ticketUrl,
      name,
      directory: gatehouse.folder,
      env: { LOG_LEVEL: 'info' },
      ...(program === undefined ? {} : { program }),
    });
    open.push(() => connector.stop());
    const isLinked = () => gatehouse.context.gateway.onlineConnectors(connectionId)[0]?.directory.state === 'answering';
    await Promise.race([
      gatehouse.until(isLinked),
      connector.part().ended.then(() => Promise.reject(new Error(connector.part().output()))),
    ]);
    const taken = connector.part().says(/revision taken over/);
    await publish(gatehouse, connectionId, people);
    await taken;
    const requestPaths = async (count: number) => {
      const requests = Array.from({ length: count }, () => newId('req', gatehouse.context.fillRandom));
      const createdAt = Date.now();
      if (isRecording) await insertRequests(gatehouse, connectionId, requests, createdAt);
      return signRequests(gatehouse, connectionId, requests, createdAt);
    };
    return { connector, requestPaths, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function writeConfig(folder: string, slapd: Slapd): void {
  mkdirSync(folder, { mode: 0o700 });
  const directory = {
    kind: 'ldap',
    urls: [slapd.url],
    base: slapd.base,
    bindUser: slapd.service.dn,
    bindPassword: slapd.service.password,
    ca: [slapd.caPath],
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ directory }), { mode: 0o600 });
}

async function publish({ administrator }: SmallGatehouse, connectionId: string, people: SignInPeople): Promise<void> {
  const { server, root } = people;
  const parsed = await parseCertificate(server.der);
  if (!parsed.ok) throw new Error('minted a certificate that cannot be read');
  const view = must(await readConnection(administrator, connectionId));
  const recipients = view.connectors.map(({ id, sealingCertificate }) => ({
    connectorId: id,
    certificate: new Uint8Array(Buffer.from(sealingCertificate, 'base64')),
  }));
  const sealed = await sealKey({ pkcs8: server.key.pkcs8, recipients });
  const settings: Settings = {
    ...emptySettings,
    clientCertificate: { enabled: true },
    frontFacingUrl,
    networks: [{ block: '24.12.34.56/32', label: 'Head office' }],
    sslCertificate: { chain: base64Chain(people) },
    caCertificates: [toBase64(root.der)],
    mapping: [{ source: 'san-email', attribute: 'mail' }],
  };
  const sealedKeys = sealed.map(({ connectorId, envelope }) => ({
    connectorId,
    spkiFingerprint: parsed.value.spkiFingerprint,
    envelope: toBase64(envelope),
  }));
  const baseVersion = view.draft.version;
  const saved = must(await saveDraft(administrator, { connectionId, baseVersion, settings, sealedKeys }));
  must(await publishSettings(administrator, { connectionId, draftVersion: saved.version, comment: '' }));
}

/** What `recordAssertion` does before it comes to the database. */
function checkOnly(): HubVerbs['recordAssertion'] {
  const keys = new Map<string, string>();
  return async (context, { connectorId, requestId, signed }) => {
    const identityKey = keys.get(connectorId) ?? (await serviceVerbs.findConnector(context, connectorId))?.identityKey;
    if (identityKey === undefined) return false;
    keys.set(connectorId, identityKey);
    return (await openSignedResult(signed, identityVerifier(identityKey)))?.answers === requestId;
  };
}

/** The rows that the door would have made. */
async function insertRequests(
  { context: { db, fillRandom } }: SmallGatehouse,
  connectionId: string,
  ids: readonly string[],
  createdAt: number,
): Promise<void> {
  const signInId = newId('sgn', fillRandom);
  await db.insert(signIns).values({
    id: signInId,
    connectionId,
    connectionName: 'Fabrikam HQ',
    applicationId: 'app_bench',
    applicationName: 'Bench',
    interactionHash: signInId,
    browserHash: signInId,
    state: 'open',
    address: '24.12.34.56',
    via: [],
    revision: 1,
    methods: ['client-certificate'],
    matched: { kind: 'network', label: 'Head office', block: '24.12.34.56/32' },
    sentence: '',
    reasonCodes: [],
    startedAt: createdAt,
  });
  const expiresAt = createdAt + requestForMs;
  const row = { signInId, connectionId, method: 'client-certificate', createdAt, expiresAt } as const;
  for (let at = 0; at < ids.length; at += 500)
    await db.insert(signInRequests).values(ids.slice(at, at + 500).map((id) => ({ id, ...row })));
}

/** What the door would have sent the browsers with. */
async function signRequests(
  { context: { keyring, publicUrl } }: SmallGatehouse,
  connectionId: string,
  ids: readonly string[],
  createdAt: number,
): Promise<string[]> {
  const shared = {
    iss: publicUrl,
    aud: frontFacingUrl,
    connectionId,
    method: 'client-certificate',
    returnUrl: `${publicUrl}/door/return`,
    iat: Math.floor(createdAt / 1000),
    exp: Math.floor((createdAt + requestForMs) / 1000),
  } as const;
  const signed = await Promise.all(ids.map((jti) => signSignInRequest({ ...shared, jti }, keyring.privateKey)));
  return signed.map((request) => `/sign-in?request=${request}`);
}
