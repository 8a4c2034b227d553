import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { goOnline, type OnlineConnector, passwordsOf } from '#hub/online-connector.test-support.ts';
import { serviceVerbs } from '#hub/service-verbs.ts';
import type { LiveEvent } from '#lib/contracts/live-event.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import { newId } from '#lib/core/ids.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { revokeConnector } from '#lib/services/revoke-connector.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { askSealed } from '#lib/services/sign-in/ask-sealed.ts';
import { closeCodes } from '#lib/wire/close-codes.ts';
import { startTemporaryPostgres, type TemporaryPostgres } from '#script/temporary-postgres.ts';
import { type EnrolledSimulated, enrolSimulated } from './world/enrol-simulated.ts';
import { canRunNats, type Nats, startNats } from './world/nats.ts';
import { must, type SmallGatehouse, startSmallGatehouse } from './world/small-gatehouse.ts';

/* Services, hubs, buses and one real PostgreSQL; each Gatehouse has a pool, a hub and a bus of its own, as processes have. */

const limits = { beatEveryMs: 50, deadAfterMs: 600, recordEveryMs: 1, retryAfterMs: 20 };

type Process = SmallGatehouse & { readonly told: LiveEvent[] };

function journeys(isOverNats: boolean): void {
  let postgres: TemporaryPostgres;
  let nats: Nats | undefined;
  const running = new Set<Process>();
  const online: OnlineConnector[] = [];

  beforeAll(async () => {
    postgres = await startTemporaryPostgres();
    nats = isOverNats ? await startNats() : undefined;
  });
  afterEach(async () => {
    for (const one of online.splice(0)) await one.end();
    for (const one of running) await one.close();
    running.clear();
  });
  afterAll(async () => {
    await nats?.stop();
    await postgres.stop();
  });

  async function start(): Promise<Process> {
    const company = { databaseUrl: postgres.url, natsUrl: nats?.url, limits };
    const gatehouse = await startSmallGatehouse(serviceVerbs, company);
    const told: LiveEvent[] = [];
    gatehouse.context.events.subscribe((event) => told.push(event));
    const one = { ...gatehouse, told };
    running.add(one);
    return one;
  }
  async function aConnection({ administrator }: Process): Promise<string> {
    return must(await createConnection(administrator, { name: `Fabrikam ${crypto.randomUUID()}` })).id;
  }
  async function enrolled({ administrator }: Process, connectionId: string): Promise<EnrolledSimulated> {
    return enrolSimulated(must(await createTicket(administrator, { connectionId })).url, 'hq');
  }
  /** Links the connector to that process, as a load balancer would. */
  async function link(connector: EnrolledSimulated, to: Process, passwords: Record<string, string> = {}) {
    const url = `${to.context.publicUrl.replace('http', 'ws')}/connector`;
    const answerPassword = passwordsOf(new Map(Object.entries(passwords)));
    const linked = await goOnline({ ...connector, url, answerPassword });
    online.push(linked);
    return linked;
  }
  async function publish({ administrator }: Process, connectionId: string, label: string): Promise<number> {
    const { draft } = must(await readConnection(administrator, connectionId));
    const settings = { ...emptySettings, networks: [{ block: '198.51.100.0/24', label }] };
    const input = { connectionId, baseVersion: draft.version, settings, sealedKeys: [] };
    const { version } = must(await saveDraft(administrator, input));
    return must(await publishSettings(administrator, { connectionId, draftVersion: version, comment: '' })).revision;
  }
  const stateAt = async ({ administrator }: Process, connectionId: string) =>
    must(await readConnection(administrator, connectionId)).connectors.map(({ state }) => state);
  /** Resolves when the process's own pages would be told and then show it. */
  async function untilState(at: Process, connectionId: string, state: string): Promise<void> {
    for (let seen = at.told.length; (await stateAt(at, connectionId))[0] !== state; seen = at.told.length)
      await at.until(() => at.told.length > seen);
  }
  const ask = (from: Process, { identity }: EnrolledSimulated, connectionId: string, timeoutMs = 30_000) => {
    const [connector] = from.context.gateway
      .onlineConnectors(connectionId)
      .filter(({ connectorId }) => connectorId === identity.connectorId);
    if (connector === undefined) throw new Error('the connector is not known there');
    const question = { kind: 'password', userName: 'alice', password: 'Tr0ub4dor-of-alice' } as const;
    return askSealed(from.context, connector, question, timeoutMs);
  };
  async function query(text: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    return client
      .query(text)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  }

  test('a page of one process sees the connector of another, and a publish reaches it', async () => {
    const [a, b, c] = [await start(), await start(), await start()];
    const connectionId = await aConnection(a);
    const connector = await enrolled(a, connectionId);
    const linked = await link(connector, b);
    await untilState(a, connectionId, 'online');
    await untilState(c, connectionId, 'online');
    const revision = await publish(a, connectionId, 'one');
    const isAcknowledged = async () =>
      must(await readConnection(c.administrator, connectionId)).connectors[0]?.rollout?.state === 'acknowledged';
    for (let seen = c.told.length; !(await isAcknowledged()); seen = c.told.length)
      await c.until(() => c.told.length > seen);
    expect(linked.revisions).toEqual([revision]);
    await linked.end();
    await untilState(a, connectionId, 'offline');
    await untilState(c, connectionId, 'offline');
  });

  test('a question goes to the process that holds the link; nothing on the way shows what was asked', async () => {
    const [a, b] = [await start(), await start()];
    const connectionId = await aConnection(a);
    const connector = await enrolled(a, connectionId);
    const linked = await link(connector, b, { alice: 'Tr0ub4dor-of-alice' });
    await untilState(a, connectionId, 'online');
    expect((await ask(a, connector, connectionId)).asked.kind).toBe('answered');
    expect(linked.asked).toEqual(['password']);
    if (!isOverNats) {
      const rows = await query(
        `select topic, body from bus_messages where topic like 'questions.%' or topic like 'answers.%'`,
      );
      expect(rows.length).toBeGreaterThanOrEqual(2);
      expect(JSON.stringify(rows)).not.toContain('Tr0ub4dor');
      expect(JSON.stringify(rows)).not.toContain('alice');
    }
  });

  test('a question that nobody answers, and one to a connector that just left, end by their names', async () => {
    const [a, b] = [await start(), await start()];
    const connectionId = await aConnection(a);
    const connector = await enrolled(a, connectionId);
    const url = `${b.context.publicUrl.replace('http', 'ws')}/connector`;
    const silent = await goOnline({ ...connector, url, answerPassword: () => undefined });
    online.push(silent);
    await untilState(a, connectionId, 'online');
    expect((await ask(a, connector, connectionId, 30)).asked).toEqual({ kind: 'no-answer' });
    const open = ask(a, connector, connectionId);
    while (silent.asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await silent.end();
    expect((await open).asked).toEqual({ kind: 'no-answer' });
    await untilState(a, connectionId, 'offline');
    const { connectorId } = connector.identity;
    const id = newId('que', a.context.fillRandom);
    expect(await a.context.gateway.ask(connectorId, { id, sealed: 'x' }, 30_000)).toEqual({ kind: 'not-asked' });
  });

  test('a connector revoked at one process loses its link to another, and does not come back', async () => {
    const [a, b] = [await start(), await start()];
    const connectionId = await aConnection(a);
    const connector = await enrolled(a, connectionId);
    const linked = await link(connector, b);
    must(await revokeConnector(a.administrator, { connectorId: connector.identity.connectorId }));
    expect(await linked.link.closed).toBe(closeCodes.revoked);
    await expect(link(connector, b)).rejects.toThrow();
  });

  test('a connector that comes to another process takes its link along: the older one is closed as replaced', async () => {
    const [a, b] = [await start(), await start()];
    const connectionId = await aConnection(a);
    const connector = await enrolled(a, connectionId);
    const older = await link(connector, a, { alice: 'Tr0ub4dor-of-alice' });
    await untilState(b, connectionId, 'online');
    const newer = await link(connector, b, { alice: 'Tr0ub4dor-of-alice' });
    expect(await older.link.closed).toBe(closeCodes.replaced);
    expect((await ask(a, connector, connectionId)).asked.kind).toBe('answered');
    expect([older.asked, newer.asked]).toEqual([[], ['password']]);
    expect(await stateAt(a, connectionId)).toEqual(['online']);
    expect(await query('select count(*)::int as count from links')).toEqual([{ count: 1 }]);
  });

  test('a process that stops takes its links along at once', async () => {
    const [a, b] = [await start(), await start()];
    const connectionId = await aConnection(a);
    const connector = await enrolled(a, connectionId);
    await link(connector, b);
    await untilState(a, connectionId, 'online');
    running.delete(b);
    await b.close();
    await untilState(a, connectionId, 'offline');
    await link(connector, a);
    expect(await stateAt(a, connectionId)).toEqual(['online']);
  });

  test('a process whose beat is missed is taken for dead, and one that was wrongly takes its place again', async () => {
    const [a, b] = [await start(), await start()];
    const connectionId = await aConnection(a);
    await link(await enrolled(a, connectionId), b);
    await untilState(a, connectionId, 'online');
    const held = () => query('select count(*)::int as count from links');
    // As if it had died; but it goes on, and so comes back with the link it holds.
    await query('delete from processes where id in (select process_id from links)');
    // Pages may be told of the link's earlier news still, so the table is asked.
    await expect.poll(held).toEqual([{ count: 1 }]);
    await untilState(a, connectionId, 'online');
  });

  test('after a gap everybody reads anew: revisions, revocations, links, pages', async () => {
    const [a, b] = [await start(), await start()];
    const connectionId = await aConnection(a);
    const [kept, revoked] = [await enrolled(a, connectionId), await enrolled(a, connectionId)];
    const [linked, ending] = [await link(kept, b), await link(revoked, b)];
    await untilState(a, connectionId, 'online');
    const first = await publish(a, connectionId, 'first');
    while (!linked.revisions.includes(first)) await new Promise((resolve) => setImmediate(resolve));
    // What A says while nothing carries it reaches nobody; the database has it all the same.
    await (nats?.kill() ?? query('alter table bus_messages rename to bus_messages_away'));
    const second = await publish(a, connectionId, 'second');
    must(await revokeConnector(a.administrator, { connectorId: revoked.identity.connectorId }));
    await (nats?.start() ?? query('alter table bus_messages_away rename to bus_messages'));
    await b.until(() => b.told.some(({ t }) => t === 'everything-changed'));
    expect(await ending.link.closed).toBe(closeCodes.revoked);
    while (!linked.revisions.includes(second)) await new Promise((resolve) => setImmediate(resolve));
    await untilState(a, connectionId, 'online');
    // A's own way to the others may come back later than B's.
    await expect.poll(async () => (await ask(a, kept, connectionId)).asked.kind).toBe('answered');
  });
}

describe('over PostgreSQL', () => journeys(false));
describe.skipIf(!canRunNats)('over NATS', () => journeys(true));
