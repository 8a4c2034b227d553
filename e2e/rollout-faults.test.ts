import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Daemon } from '#connector/daemon.ts';
import { dataFolder } from '#connector/disk/data-folder.ts';
import { enrolConnector } from '#connector/enrol/enrol-connector.ts';
import { probeTls } from '#connector/front/probe-tls.ts';
import { startTestDaemon } from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintServer } from '#connector/test-world/test-certificates.ts';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { fromBase64, toBase64 } from '#lib/core/bytes.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import { sealKey } from '#lib/pki/seal/seal-key.ts';
import type { Context } from '#lib/services/context.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { advanceRollouts } from '#lib/services/rollout/advance-rollouts.ts';
import { retryConnector } from '#lib/services/rollout/retry-connector.ts';
import { rollBackTo } from '#lib/services/rollout/roll-back-to.ts';
import { stopRollout } from '#lib/services/rollout/stop-rollout.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { freePort } from './world/free-port.ts';
import { must, type SmallGatehouse, startSmallGatehouse } from './world/small-gatehouse.ts';

/* Services, hub, links and connectors as they run, in one process; what is bad stops at the canary. */

let gatehouse: SmallGatehouse;
let system: Context;
let admin: Context;
let connectionId: string;
let root: Authority;
let good: Minted;
let bad: Minted;
const daemons: Daemon[] = [];
const ports: number[] = [];

beforeAll(async () => {
  gatehouse = await startSmallGatehouse();
  system = { ...gatehouse.context, actor: { kind: 'system' } };
  admin = gatehouse.administrator;
  connectionId = must(await createConnection(admin, { name: 'Fabrikam HQ' })).id;
  root = await mintAuthority('Corp Root');
  [good, bad] = await Promise.all([mintServer('good', root), mintServer('bad', root)]);
  for (const name of ['hq-1', 'hq-2', 'hq-3']) await startConnector(name);
  await save({ server: good, key: good });
  must(await publishSettings(admin, { connectionId, draftVersion: await draftVersion(), comment: '' }));
  await until((running) => running.every((revision) => revision === 1));
});

afterAll(async () => {
  for (const daemon of daemons) await daemon.close();
  await gatehouse.close();
});

async function startConnector(name: string): Promise<void> {
  const folder = dataFolder(join(gatehouse.folder, name));
  await rm(folder.path, { recursive: true, force: true });
  const port = await freePort();
  const listen = { host: '127.0.0.1', port };
  const { url } = must(await createTicket(admin, { connectionId }));
  must(await enrolConnector({ ticketUrl: url, folder, name, listen, now: Date.now() }));
  daemons.push(await startTestDaemon(folder, { listen }));
  ports.push(port);
}

async function view() {
  return must(await readConnection(admin, connectionId));
}

async function draftVersion(): Promise<number> {
  return (await view()).draft.version;
}

/** Saves a draft whose SSL certificate comes with a key, of its own or of another one: Gatehouse cannot look into the envelope. */
async function save({ server, key }: { server: Minted; key: Minted }, more: Partial<Settings> = {}): Promise<void> {
  const { connectors, draft } = await view();
  const parsed = await parseCertificate(server.der);
  const spkiFingerprint = parsed.ok ? parsed.value.spkiFingerprint : '';
  const recipients = connectors.map(({ id, sealingCertificate }) => ({
    connectorId: id,
    certificate: fromBase64(sealingCertificate) ?? new Uint8Array(),
  }));
  const sealed = await sealKey({ pkcs8: key.key.pkcs8, recipients });
  const settings: Settings = {
    ...emptySettings,
    clientCertificate: { enabled: true },
    frontFacingUrl: `https://localhost:${ports[0]}`,
    sslCertificate: { chain: [toBase64(server.der), toBase64(root.der)] },
    caCertificates: [toBase64(root.der)],
    ...more,
  };
  const sealedKeys = sealed.map(({ connectorId, envelope }) => ({
    connectorId,
    spkiFingerprint,
    envelope: toBase64(envelope),
  }));
  must(await saveDraft(admin, { connectionId, baseVersion: draft.version, settings, sealedKeys }));
}

async function publishInWaves(onFailure: 'stop' | 'roll-back'): Promise<number> {
  const [canary] = (await view()).connectors;
  const waves = { canary: [canary?.id ?? ''], shares: [], healthyForMs: 10_000, patienceMs: 10_000, onFailure };
  return must(await publishSettings(admin, { connectionId, draftVersion: await draftVersion(), comment: '', waves }))
    .revision;
}

/** Looks at rollouts whenever something happened, until what connectors run and the plan are as asked. */
async function until(
  isReached: (running: readonly (number | null)[], state: string | undefined) => boolean,
): Promise<void> {
  const happened = { isNew: true };
  const stop = gatehouse.context.events.subscribe(() => {
    happened.isNew = true;
  });
  try {
    for (;;) {
      await gatehouse.until(() => happened.isNew);
      happened.isNew = false;
      await advanceRollouts(system);
      const { connectors, plan } = await view();
      if (
        isReached(
          connectors.map(({ runningRevision }) => runningRevision),
          plan?.state,
        )
      )
        return;
    }
  } finally {
    stop();
  }
}

function served(): Promise<string[]> {
  return Promise.all(ports.map((port) => probeTls({ kind: 'address', host: '127.0.0.1', port })));
}

test('a certificate whose key does not fit stops at the canary, and everybody serves what was served', async () => {
  await save({ server: bad, key: good });
  expect(await publishInWaves('stop')).toBe(2);
  await until((_running, state) => state === 'stopped');
  const { plan, running, connectors } = await view();
  expect(plan?.fault).toMatchObject({ kind: 'refused', connectorName: 'hq-1' });
  expect(running?.revision).toBe(1);
  expect(connectors.map(({ runningRevision }) => runningRevision)).toEqual([1, 1, 1]);
  expect(connectors.map(({ rollout }) => rollout?.state)).toEqual(['refused', 'held', 'held']);
  expect(connectors[0]?.rollout?.refusal).toBe('key-does-not-fit');
  expect(new Set(await served())).toEqual(new Set([good.fingerprint]));
});

test('one that is asked again is asked over the link it has', async () => {
  const [canary] = (await view()).connectors;
  const before = canary?.rollout?.at;
  must(await retryConnector(admin, { connectorId: canary?.id ?? '' }));
  for (;;) {
    const rollout = (await view()).connectors[0]?.rollout;
    if (rollout?.state === 'refused' && rollout.at !== before) break;
    await new Promise<void>((resolve) => {
      const stop = gatehouse.context.events.subscribe(() => {
        stop();
        resolve();
      });
    });
  }
  expect((await view()).connectors[0]?.lastSeenAt).toBe(canary?.lastSeenAt);
  must(await stopRollout(admin, { connectionId, changed: 'go-back' }));
  expect((await view()).plan).toMatchObject({ state: 'rolled-back', fallbackRevision: null });
});

test('a front-facing URL nobody can reach is served by the canary alone, which gets back what ran', async () => {
  await save({ server: good, key: good }, { frontFacingUrl: `https://localhost:${await freePort()}` });
  expect(await publishInWaves('roll-back')).toBe(3);
  await until(([canary], state) => state === 'rolled-back' && canary === 4);
  const { plan, running, connectors } = await view();
  expect(plan?.fault).toMatchObject({ kind: 'self-test-failed', tests: ['front-facing-url'] });
  expect(running).toMatchObject({ revision: 1, alike: [4] });
  expect(connectors.map(({ runningRevision }) => runningRevision)).toEqual([4, 1, 1]);
  expect(daemons.map((daemon) => daemon.running())).toEqual([4, 1, 1]);
});

test('a revision of the past goes to all at once', async () => {
  await save({ server: bad, key: bad });
  must(await publishSettings(admin, { connectionId, draftVersion: await draftVersion(), comment: '' }));
  await until((running) => running.every((revision) => revision === 5));
  expect(new Set(await served())).toEqual(new Set([bad.fingerprint]));
  expect(must(await rollBackTo(admin, { connectionId, revision: 1, comment: '' })).revision).toBe(6);
  await until((running) => running.every((revision) => revision === 6));
  expect(new Set(await served())).toEqual(new Set([good.fingerprint]));
});
