/*
 * A Gatehouse without its pages, for killing: the real database, services and hub, and a publisher that saves and publishes
 * without a pause. Tells its parent what was acknowledged; starts again on the same folder and port.
 */
import { createServer } from 'node:http';
import { createEnrolmentDoor } from '#hub/enrolment-door.ts';
import { createHub } from '#hub/hub.ts';
import { refuseUpgrade } from '#hub/refuse-upgrade.ts';
import { serviceVerbs } from '#hub/service-verbs.ts';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { sealKey } from '#lib/pki/seal/seal-key.ts';
import type { Context, ServiceContext } from '#lib/services/context.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { enrolConnector } from '#lib/services/enrol-connector.ts';
import { hubPath } from '#lib/services/hub-url.ts';
import { listRevisions } from '#lib/services/list-revisions.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { saveDraft } from '#lib/services/save-draft.ts';

export type PublisherOrder =
  | { readonly t: 'found' }
  | { readonly t: 'ticket'; readonly connectionId: string }
  | { readonly t: 'report'; readonly connectionId: string }
  | {
      readonly t: 'publish';
      readonly connectionId: string;
      readonly sslChain: readonly string[];
      readonly sslKey: string;
      readonly authorities: readonly string[];
      readonly frontFacingUrl: string;
      readonly endless: boolean;
    };

export type PublisherWord =
  | { readonly t: 'ready' }
  | { readonly t: 'founded'; readonly connectionId: string }
  | { readonly t: 'ticket'; readonly url: string }
  | { readonly t: 'saved'; readonly version: number; readonly label: string }
  | { readonly t: 'published'; readonly revision: number; readonly label: string }
  | { readonly t: 'failed'; readonly message: string }
  | {
      readonly t: 'report';
      readonly draftVersion: number;
      readonly draftLabel: string;
      readonly revisions: readonly number[];
      readonly publishedLabel: string;
      readonly running: readonly (number | null)[];
      readonly published: number | null;
    };

const port = Number(process.env['PORT']);
const publicUrl = `http://127.0.0.1:${port}`;
const quiet = { info: () => {}, warn: () => {}, error: console.error };

const database = await openDatabase({ dataDirectory: process.env['GATEHOUSE_DATA'] ?? '', databaseUrl: undefined });
const fillRandom: ServiceContext['fillRandom'] = (target) => crypto.getRandomValues(target);
const keyring = await loadKeyring(database.db, new Uint8Array(32).fill(7), fillRandom, Date.now);
const services = {
  db: database.db,
  now: Date.now,
  fillRandom,
  events: createLiveEvents(),
  keyring,
  publicUrl,
  log: quiet,
};
const hub = createHub({ services, verbs: serviceVerbs, addressOf: (request) => request.socket.remoteAddress ?? '' });
const context: ServiceContext = { ...services, gateway: hub.gateway };
const ctx: Context = {
  ...context,
  actor: { kind: 'administrator', id: 'adm_test', email: 'ada@fabrikam.example', role: 'owner' },
};
const door = createEnrolmentDoor(context, enrolConnector);
const server = createServer((request, response) => void door(request, response, request.socket.remoteAddress ?? ''));
server.on('upgrade', (request, socket, head) => {
  if (request.url === hubPath) hub.handleUpgrade(request, socket, head);
  else refuseUpgrade(socket, 404);
});
await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

function say(word: PublisherWord): void {
  process.send?.(word);
}

function take<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.problem.code}: ${outcome.problem.message}`);
}

async function publishOnce(order: PublisherOrder & { t: 'publish' }, sealed: Awaited<ReturnType<typeof seal>>) {
  const view = take(await readConnection(ctx, order.connectionId));
  const label = `network ${view.draft.version + 1}`;
  const settings: Settings = {
    ...emptySettings,
    clientCertificate: { enabled: true },
    frontFacingUrl: order.frontFacingUrl,
    networks: [{ block: '24.12.34.56/32', label }],
    sslCertificate: { chain: [...order.sslChain] },
    caCertificates: [...order.authorities],
  };
  const saved = take(
    await saveDraft(ctx, {
      connectionId: order.connectionId,
      baseVersion: view.draft.version,
      settings,
      sealedKeys: sealed,
    }),
  );
  say({ t: 'saved', version: saved.version, label });
  const published = take(
    await publishSettings(ctx, { connectionId: order.connectionId, draftVersion: saved.version, comment: label }),
  );
  say({ t: 'published', revision: published.revision, label });
}

async function seal(order: PublisherOrder & { t: 'publish' }) {
  const view = take(await readConnection(ctx, order.connectionId));
  const leaf = Buffer.from(order.sslChain[0] ?? '', 'base64');
  const { X509Certificate } = await import('node:crypto');
  const spki = new X509Certificate(leaf).publicKey.export({ type: 'spki', format: 'der' });
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(spki)));
  const spkiFingerprint = Buffer.from(digest).toString('hex');
  const envelopes = await sealKey({
    pkcs8: new Uint8Array(Buffer.from(order.sslKey, 'base64')),
    recipients: view.connectors.map(({ id, sealingCertificate }) => ({
      connectorId: id,
      certificate: new Uint8Array(Buffer.from(sealingCertificate, 'base64')),
    })),
  });
  return envelopes.map(({ connectorId, envelope }) => ({ connectorId, spkiFingerprint, envelope: toBase64(envelope) }));
}

async function obey(order: PublisherOrder): Promise<void> {
  switch (order.t) {
    case 'found':
      return say({ t: 'founded', connectionId: take(await createConnection(ctx, { name: 'Fabrikam HQ' })).id });
    case 'ticket':
      return say({ t: 'ticket', url: take(await createTicket(ctx, { connectionId: order.connectionId })).url });
    case 'publish': {
      const sealed = await seal(order);
      do await publishOnce(order, sealed);
      while (order.endless);
      return;
    }
    case 'report': {
      const view = take(await readConnection(ctx, order.connectionId));
      const revisions = take(await listRevisions(ctx, order.connectionId));
      return say({
        t: 'report',
        draftVersion: view.draft.version,
        draftLabel: view.draft.settings.networks[0]?.label ?? '',
        revisions: revisions.map(({ revision }) => revision),
        publishedLabel: view.running?.comment ?? '',
        running: view.connectors.map(({ runningRevision }) => runningRevision),
        published: view.running?.revision ?? null,
      });
    }
  }
}

process.on('message', (order: PublisherOrder) => {
  obey(order).catch((cause: unknown) => say({ t: 'failed', message: String(cause) }));
});
// The parent is gone: nothing is left to publish for.
process.on('disconnect', () => process.exit());
say({ t: 'ready' });
