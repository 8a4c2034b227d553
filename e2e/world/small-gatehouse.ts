import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBus } from '#bus/open-bus.ts';
import { createEnrolmentDoor } from '#hub/enrolment-door.ts';
import { createHub } from '#hub/hub.ts';
import type { HubLimits } from '#hub/hub-limits.ts';
import type { HubVerbs } from '#hub/hub-verbs.ts';
import { presenceVerbs } from '#hub/presence-verbs.ts';
import { serviceVerbs } from '#hub/service-verbs.ts';
import { newId } from '#lib/core/ids.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import type { Context, ServiceContext } from '#lib/services/context.ts';
import { enrolConnector } from '#lib/services/enrol-connector.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { chooseCarrier } from '#server/choose-carrier.ts';
import { shareLiveEvents } from '#server/share-live-events.ts';

export type SmallGatehouse = {
  readonly context: ServiceContext;
  readonly administrator: Context;
  /** For what other parts keep on the disk. */
  readonly folder: string;
  /** Resolves when what the services tell pages makes it so. */
  readonly until: (isReached: () => boolean) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Makes it one of several on one PostgreSQL, as if each were a process of its own. */
export type Company = {
  readonly databaseUrl: string;
  readonly natsUrl: string | undefined;
  readonly limits: Partial<HubLimits>;
};

const quiet = { info: () => {}, warn: () => {}, error: console.error };

/** Database, services and hub of a Gatehouse in this process, without its pages. */
export async function startSmallGatehouse(verbs: HubVerbs = serviceVerbs, company?: Company): Promise<SmallGatehouse> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-small-'));
  const databaseUrl = company?.databaseUrl;
  const database = await openDatabase({ databaseUrl, dataDirectory: join(folder, 'store') });
  const fillRandom: ServiceContext['fillRandom'] = (target) => crypto.getRandomValues(target);
  const self = newId('prc', fillRandom);
  const own = { pool: database.pool, self, masterSecret: new Uint8Array(32) };
  const log = company === undefined ? quiet : { ...quiet, error: () => {} };
  const bus = await openBus(chooseCarrier({ databaseUrl, natsUrl: company?.natsUrl }, own), log);
  const eventsHere = createLiveEvents();
  const events = await shareLiveEvents(eventsHere, bus, log);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const services = {
    db: database.db,
    now: Date.now,
    fillRandom,
    events,
    keyring: await loadKeyring(database.db, new Uint8Array(32), fillRandom, Date.now),
    publicUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
  };
  const place = company === undefined ? undefined : { bus, processId: self, eventsHere, verbs: presenceVerbs };
  const hub = createHub({ services, verbs, addressOf: () => '127.0.0.1', limits: company?.limits ?? {}, place });
  await hub.join();
  const context: ServiceContext = { ...services, gateway: hub.gateway };
  const door = createEnrolmentDoor(context, enrolConnector);
  server.on('request', (request, response) => void door(request, response, '127.0.0.1'));
  server.on('upgrade', hub.handleUpgrade);
  return {
    context,
    administrator: {
      ...context,
      actor: { kind: 'administrator', id: 'adm_1', email: 'ada@example.com', role: 'owner' },
    },
    folder,
    until: (isReached) =>
      new Promise((resolve) => {
        const stop = events.subscribe(() => look());
        const look = (): void => {
          if (!isReached()) return;
          stop();
          resolve();
        };
        look();
      }),
    close: async () => {
      await hub.close();
      server.closeAllConnections();
      server.close();
      await bus.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function must<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.problem.message);
}
