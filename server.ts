import { EventEmitter } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import { pino } from 'pino';
import type { Bus } from '#bus/bus.ts';
import { openBus } from '#bus/open-bus.ts';
import { createEnrolmentDoor } from '#hub/enrolment-door.ts';
import { createHub, type Hub } from '#hub/hub.ts';
import { presenceVerbs } from '#hub/presence-verbs.ts';
import { refuseUpgrade } from '#hub/refuse-upgrade.ts';
import { serviceVerbs } from '#hub/service-verbs.ts';
import { hasSession } from '#lib/bff/has-session.ts';
import { setRuntime } from '#lib/bff/runtime.ts';
import { newId } from '#lib/core/ids.ts';
import type { OpenedDatabase } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import type { ServiceContext } from '#lib/services/context.ts';
import { enrolConnector } from '#lib/services/enrol-connector.ts';
import { hubPath } from '#lib/services/hub-url.ts';
import { issueSetupLink } from '#lib/services/issue-setup-link.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { deriveOidcKeyWrapping } from '#lib/services/oidc/oidc-key-row.ts';
import { advanceRollouts } from '#lib/services/rollout/advance-rollouts.ts';
import { removeOldSignIns } from '#lib/services/sign-in/remove-old-sign-ins.ts';
import { createOidcDoor, type OidcDoor } from '#oidc/oidc-door.ts';
import { isForPrograms } from '#oidc/paths.ts';
import { serviceVerbs as oidcVerbs } from '#oidc/service-verbs.ts';
import { chooseCarrier } from '#server/choose-carrier.ts';
import { errorForLog } from '#server/error-for-log.ts';
import { createHttpDoor } from '#server/http-door.ts';
import { type HttpServer, startHttpServer } from '#server/http-server.ts';
import { notReady } from '#server/not-ready.ts';
import { type RecurringTask, repeatTask } from '#server/recurring-task.ts';
import { requestOrigin } from '#server/request-origin.ts';
import { deriveSecret, loadSecret } from '#server/secret.ts';
import { readServerSettings } from '#server/settings.ts';
import { shareLiveEvents } from '#server/share-live-events.ts';
import { startSentence } from '#server/start-problem.ts';

/** What was started so far, and so is to be stopped. */
const parts: {
  http?: HttpServer;
  hub?: Hub;
  oidc?: OidcDoor;
  sweep?: RecurringTask;
  rollouts?: RecurringTask;
  pages?: { close: () => Promise<void> };
  bus?: Bus;
  database?: OpenedDatabase;
} = {};

/** How often rollouts in waves are looked at. */
const rolloutsEveryMs = 1_000;
/** How soon a sign-in that was left counts as ended in the log. */
const sweepEveryMs = 5 * 60_000;

async function start(): Promise<void> {
  const isDevelopment = process.env['NODE_ENV'] === 'development';
  Reflect.set(process.env, 'NODE_ENV', isDevelopment ? 'development' : 'production');
  process.env['NEXT_TELEMETRY_DISABLED'] = '1';
  const settings = readServerSettings(process.env);
  const { trustedProxies } = settings;
  const isTls = settings.tls !== undefined;
  const logOptions = { level: process.env['LOG_LEVEL'] ?? 'info', base: null, serializers: { err: errorForLog } };
  const log = pino(logOptions, pino.destination({ fd: 2, sync: true }));

  // Listening comes first: a port in use is told before anything is opened, and port 0 has its number.
  let answer: RequestListener = notReady;
  let upgrade = (_request: IncomingMessage, network: Duplex, _head: Buffer): void => refuseUpgrade(network, 503);
  parts.http = await startHttpServer(settings, (request, response) => answer(request, response));
  parts.http.server.on('upgrade', (request, network, head) => upgrade(request, network, head));
  const { port } = parts.http;
  const publicUrl = settings.publicUrl ?? `${isTls ? 'https' : 'http'}://localhost:${port}`;

  const masterSecret = loadSecret(settings);
  parts.database = await openDatabase({
    databaseUrl: settings.databaseUrl,
    dataDirectory: settings.dataDirectory,
    onFailure: (cause) => {
      log.error({ err: cause }, 'The database failed');
      // A PostgreSQL comes back by itself; the embedded database only with the next start of the process.
      if (settings.databaseUrl === undefined) end(1);
    },
  });
  const { db, pool } = parts.database;
  const fillRandom: ServiceContext['fillRandom'] = (target) => crypto.getRandomValues(target);
  const keyring = await loadKeyring(db, masterSecret, fillRandom, Date.now);
  const self = newId('prc', fillRandom);
  const bus = await openBus(chooseCarrier(settings, { pool, self, masterSecret }), log);
  parts.bus = bus;
  const eventsHere = createLiveEvents();
  const events = await shareLiveEvents(eventsHere, bus, log);
  const services = { db, now: Date.now, fillRandom, events, keyring, publicUrl, log };
  const addressOf = (request: IncomingMessage): string => requestOrigin(request, { trustedProxies, isTls }).address;
  const isAlone = settings.databaseUrl === undefined;
  const place = isAlone ? undefined : { bus, processId: self, eventsHere, verbs: presenceVerbs };
  const hub = createHub({ services, verbs: serviceVerbs, addressOf, place });
  parts.hub = hub;
  await hub.join();
  const context: ServiceContext = { ...services, gateway: hub.gateway };
  const oidc = await createOidcDoor({
    services: context,
    verbs: oidcVerbs,
    cookieSecrets: [deriveSecret(masterSecret, 'oidc cookies')],
    payloadSecret: deriveSecret(masterSecret, 'oidc payloads'),
    keyWrapping: await deriveOidcKeyWrapping(masterSecret),
  });
  parts.oidc = oidc;
  parts.sweep = repeatTask(
    sweepEveryMs,
    () => removeOldSignIns({ ...context, actor: { kind: 'system' } }),
    (cause) => log.error({ err: cause }, 'Old sign-ins could not be removed'),
  );
  parts.rollouts = repeatTask(
    rolloutsEveryMs,
    () => advanceRollouts({ ...context, actor: { kind: 'system' } }),
    (cause) => log.error({ err: cause }, 'Rollouts could not be looked at'),
  );
  const authSecret = deriveSecret(masterSecret, 'sessions');
  setRuntime({ context, trustedProxies, publicUrl, authSecret });
  process.env['NEXTAUTH_URL'] ??= publicUrl;

  // Next answers upgrades by itself and would end links to paths that are pages, so it gets an emitter of its own.
  const nextUpgrades = new EventEmitter();
  const { default: next } = await import('next');
  const pages = next({ dev: isDevelopment, hostname: 'localhost', port, httpServer: nextUpgrades as never });
  parts.pages = pages;
  await pages.prepare();

  answer = createHttpDoor({
    publicUrl,
    trustedProxies,
    isTls,
    enrolmentDoor: createEnrolmentDoor(context, enrolConnector),
    oidc: { handle: oidc.handle, isForPrograms },
    isHealthy: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    hasSession: ({ headers }) => hasSession(headers.cookie, { authSecret, publicUrl }),
    pages: pages.getRequestHandler(),
  });
  upgrade = (request, network, head) => {
    const path = request.url?.split('?', 1)[0];
    if (path === hubPath) hub.handleUpgrade(request, network, head);
    else if (isDevelopment && path?.startsWith('/_next/')) nextUpgrades.emit('upgrade', request, network, head);
    else refuseUpgrade(network, 404);
  };

  console.log(`Gatehouse is ready: ${publicUrl}`);
  const setup = await issueSetupLink({ ...context, actor: { kind: 'system' } });
  if (setup.ok && setup.value !== null)
    console.log(`Make the first administrator here (the link works once): ${setup.value.url}`);
}

async function stop(): Promise<void> {
  await Promise.all([parts.http?.close(), parts.hub?.close()]);
  await Promise.all([parts.pages?.close(), parts.oidc?.close(), parts.sweep?.close(), parts.rollouts?.close()]);
  await parts.bus?.close();
  await parts.database?.close();
}

const started = start().catch(async (cause: unknown) => {
  console.error(`Gatehouse cannot start. ${startSentence(cause)}`);
  process.exitCode = 1;
  await stop();
  process.exit();
});

let isStopping = false;
function end(exitCode: number): void {
  if (isStopping) return;
  isStopping = true;
  process.exitCode = exitCode;
  void started.then(stop).then(() => {
    // In production nothing is left to wait for; what there is all the same must not keep the process.
    setTimeout(() => process.exit(), process.env['NODE_ENV'] === 'production' ? 3_000 : 0).unref();
  });
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    // Asked twice, it does not insist on order.
    if (isStopping) process.exit(1);
    end(0);
  });
}
