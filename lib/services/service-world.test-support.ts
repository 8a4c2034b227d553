import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { LiveEvent } from '#lib/contracts/live-event.ts';
import type { OpenedDatabase } from '#lib/db/database.ts';
import { administrators, audit } from '#lib/db/schema.ts';
import { emptyTables, openTestDatabase } from '#lib/db/test-database.test-support.ts';
import type { Actor, Context, Keyring } from '#lib/services/context.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { type Asked, noGateway, type OnlineConnector } from '#lib/wire/gateway.ts';

/** Monday, 23 November 2026, 12:00 UTC. */
export const noon = Date.UTC(2026, 10, 23, 12);

/** Ada and Grace are owners; Olive operates, Victor looks on. */
export const ada: Actor = { kind: 'administrator', id: 'adm_ada', email: 'ada@example.com', role: 'owner' };
export const grace: Actor = { kind: 'administrator', id: 'adm_grace', email: 'grace@example.com', role: 'owner' };
export const olive: Actor = { kind: 'administrator', id: 'adm_olive', email: 'olive@example.com', role: 'operator' };
export const victor: Actor = { kind: 'administrator', id: 'adm_victor', email: 'victor@example.com', role: 'viewer' };
export const stranger: Actor = { kind: 'anonymous', address: '203.0.113.9' };
export const system: Actor = { kind: 'system' };

/** A connector that is linked, as services see it through the gateway. */
export type FakeLink = {
  readonly connectionId: string;
  readonly connector: OnlineConnector;
  readonly ask: (question: { readonly id: string; readonly sealed: string }) => Promise<Asked>;
};

/** A context of services with a database of its own, a clock that stands, and doors that remember what they were told. */
export type World = {
  readonly database: OpenedDatabase;
  readonly as: (actor: Actor) => Context;
  readonly clock: { now: number };
  readonly announced: string[];
  readonly hungUp: string[];
  readonly online: Set<string>;
  readonly events: LiveEvent[];
  readonly failures: string[];
  /** By connector. */
  readonly links: Map<string, FakeLink>;
  /** Every line of the log with its fields, as JSON. */
  readonly logged: string[];
  readonly audit: () => Promise<(typeof audit.$inferSelect)[]>;
};

export const fillRandom = (target: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(target);

/** For a whole test file; every test begins with empty tables, noon, and Ada as an administrator. */
export function prepareWorld(): () => World {
  let database: OpenedDatabase;
  let keyring: Keyring;
  let world: World;
  beforeAll(async () => {
    database = await openTestDatabase();
    keyring = await loadKeyring(database.db, new Uint8Array(32), fillRandom, () => noon);
  });
  beforeEach(async () => {
    await emptyTables(database);
    world = makeWorld(database, keyring);
    await database.db.insert(administrators).values([
      { id: 'adm_ada', name: 'Ada', email: 'ada@example.com', passwordHash: 'none', role: 'owner', createdAt: noon },
      {
        id: 'adm_grace',
        name: 'Grace',
        email: 'grace@example.com',
        passwordHash: 'none',
        role: 'owner',
        createdAt: noon,
      },
    ]);
  });
  afterAll(() => database.close());
  return () => world;
}

function makeWorld(database: OpenedDatabase, keyring: Keyring): World {
  const clock = { now: noon };
  const announced: string[] = [];
  const hungUp: string[] = [];
  const online = new Set<string>();
  const events: LiveEvent[] = [];
  const failures: string[] = [];
  const links = new Map<string, FakeLink>();
  const logged: string[] = [];
  const log = (fields: Record<string, unknown>, message: string): void => {
    logged.push(JSON.stringify({ message, ...fields }));
  };
  const liveEvents = createLiveEvents();
  liveEvents.subscribe((event) => events.push(event));
  return {
    database,
    clock,
    announced,
    hungUp,
    online,
    events,
    failures,
    links,
    logged,
    audit: () => database.db.select().from(audit).orderBy(audit.sequence),
    as: (actor) => ({
      actor,
      db: database.db,
      now: () => clock.now,
      fillRandom,
      gateway: {
        ...noGateway,
        announceRevision: async (connectionId) => {
          announced.push(connectionId);
        },
        hangUp: (connectorId, reason) => hungUp.push(`${connectorId} ${reason}`),
        isOnline: (connectorId) => online.has(connectorId) || links.has(connectorId),
        onlineConnectors: (connectionId) =>
          [...links.values()].filter((link) => link.connectionId === connectionId).map(({ connector }) => connector),
        ask: async (connectorId, question) => (await links.get(connectorId)?.ask(question)) ?? { kind: 'not-asked' },
      },
      events: liveEvents,
      keyring,
      publicUrl: 'https://gatehouse.example.com',
      log: {
        info: log,
        warn: log,
        error: (fields, message) => {
          log(fields, message);
          failures.push(message);
        },
      },
    }),
  };
}

/** The value of an outcome that must have gone well. */
export function valueFrom<Value>(
  outcome: { ok: true; value: Value } | { ok: false; problem: { message: string } },
): Value {
  if (!outcome.ok) throw new Error(`refused: ${outcome.problem.message}`);
  return outcome.value;
}

/** The code of an outcome that must have been refused. */
export function codeOf(outcome: { ok: true } | { ok: false; problem: { code: string } }): string {
  return outcome.ok ? 'went well' : outcome.problem.code;
}
