import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { type Authority, issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueCertificate } from '#lib/pki/issue/issue-certificate.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { sealKey } from '#lib/pki/seal/seal-key.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { enrolConnector } from '#lib/services/enrol-connector.ts';
import { ada, noon, stranger, valueFrom, type World } from '#lib/services/service-world.test-support.ts';
import { proveEnrolment } from '#lib/wire/enrolment-proof.ts';

const dayMs = 86_400_000;

async function once<Value>(make: () => Promise<Value>): Promise<() => Promise<Value>> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Making RSA keys takes its time, so connectors of one test file share theirs. */
const sealingKey = await once(() => generateKeyPair('RSA-3072'));

/** What a connector sends with its ticket. */
export async function enrolmentBody(name = 'hq-1') {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const key = await sealingKey();
  const subject = [['CN', name]] as const;
  const { der } = await issueCertificate({
    subject,
    key,
    signer: { name: subject, key },
    serial: crypto.getRandomValues(new Uint8Array(8)).with(0, 1) as Uint8Array<ArrayBuffer>,
    notBefore: noon - dayMs,
    notAfter: noon + 10_000 * dayMs,
    keyUsage: ['keyEncipherment'],
  });
  return {
    identityKey: toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))),
    sealingCertificate: toBase64(der),
    proof: await proveEnrolment(der, pair.privateKey),
    name,
    hostName: `${name}.fabrikam.example`,
    software: 'gatehouse-connector 0.1.0',
  };
}

export async function aConnection(world: World, name = 'Fabrikam HQ'): Promise<string> {
  return valueFrom(await createConnection(world.as(ada), { name })).id;
}

/** The token in a ticket's URL. */
export function tokenOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

export async function aTicket(world: World, connectionId: string): Promise<string> {
  return tokenOf(valueFrom(await createTicket(world.as(ada), { connectionId })).url);
}

export type EnrolledConnector = { readonly id: string; readonly sealingCertificate: Uint8Array<ArrayBuffer> };

export async function aConnector(world: World, connectionId: string, name = 'hq-1'): Promise<EnrolledConnector> {
  const body = await enrolmentBody(name);
  const token = await aTicket(world, connectionId);
  const { connectorId } = valueFrom(await enrolConnector(world.as(stranger), token, body));
  return { id: connectorId, sealingCertificate: Uint8Array.from(Buffer.from(body.sealingCertificate, 'base64')) };
}

export type ServerCertificate = { readonly base64: string; readonly key: KeyPair; readonly spkiFingerprint: string };

const rootName = [['CN', 'Fabrikam Root CA']] as const;

export const fabrikamRoot = await once(async (): Promise<Authority> => {
  const key = await generateKeyPair('P-256');
  return issueAuthority({
    subject: rootName,
    key,
    serial: Uint8Array.of(1),
    notBefore: noon - dayMs,
    notAfter: noon + 3_650 * dayMs,
  });
});

export async function aServerCertificate(days = 398, host = 'sso.fabrikam.example'): Promise<ServerCertificate> {
  const { signer } = await fabrikamRoot();
  const key = await generateKeyPair('P-256');
  const { der } = await issueServerCertificate({
    subject: [['CN', host]],
    key,
    signer,
    serial: crypto.getRandomValues(new Uint8Array(8)).with(0, 1) as Uint8Array<ArrayBuffer>,
    notBefore: noon - dayMs,
    notAfter: noon + days * dayMs,
    alternativeNames: [{ kind: 'dns', value: host }],
  });
  const parsed = await parseCertificate(der);
  if (!parsed.ok) throw new Error('minted a certificate that cannot be read');
  return { base64: toBase64(der), key, spkiFingerprint: parsed.value.spkiFingerprint };
}

/** Client certificates on, with all they need. */
export async function workingSettings(server: ServerCertificate): Promise<Settings> {
  const root = toBase64((await fabrikamRoot()).der);
  return {
    ...emptySettings,
    clientCertificate: { enabled: true },
    frontFacingUrl: 'https://sso.fabrikam.example',
    networks: [{ block: '24.12.34.56/32', label: 'Head office' }],
    sslCertificate: { chain: [server.base64, root] },
    caCertificates: [root],
  };
}

/** The server certificate's key as the page sends it: sealed to each connector. */
export async function sealedTo(server: ServerCertificate, connectors: readonly EnrolledConnector[]) {
  const recipients = connectors.map(({ id, sealingCertificate }) => ({
    connectorId: id,
    certificate: sealingCertificate,
  }));
  const sealed = await sealKey({ pkcs8: server.key.pkcs8, recipients });
  return sealed.map(({ connectorId, envelope }) => ({
    connectorId,
    spkiFingerprint: server.spkiFingerprint,
    envelope: toBase64(envelope),
  }));
}
