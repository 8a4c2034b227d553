import { Agent, type IncomingMessage, request } from 'node:http';
import { inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goOnline, type OnlineConnector } from '#hub/online-connector.test-support.ts';
import { signIns } from '#lib/db/schema.ts';
import { clientAddress } from '#lib/flow/client-address.ts';
import { compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { createApplication } from '#lib/services/application/create-application.ts';
import type { Context } from '#lib/services/context.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { startTemporaryPostgres, type TemporaryPostgres } from '../script/temporary-postgres.ts';
import { openConsoleServices, publishAs, publishableSettings, valueFrom } from './world/console-services.ts';
import { enrolSimulated } from './world/enrol-simulated.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { randomFlow, randomVisit, type Visit } from './world/random-flow.ts';

/*
 * The product's promise: what the preview says an address gets is what the running door then does. Random settings are published,
 * random visits knock at the door of the running server over HTTP, and what it decided is held against what the flow page shows.
 */

const secret = 'a secret of the preview test, long enough';
const trustedProxies = ['127.0.0.1/32', '10.9.0.0/16'];
const connectorAddress = '203.0.34.7';
const lanes = 4;
const rounds = 63;
const visitsPerRound = 40;
const callback = 'https://app.fabrikam.example/callback';

let postgres: TemporaryPostgres;
let gatehouse: Gatehouse;
let services: Awaited<ReturnType<typeof openConsoleServices>>;
const online: OnlineConnector[] = [];
const agent = new Agent({ keepAlive: true });

beforeAll(async () => {
  postgres = await startTemporaryPostgres();
  gatehouse = await startGatehouse({
    // Both families on one socket: IPv4 peers then come as ::ffff:127.0.0.1.
    HOST: '::',
    DATABASE_URL: postgres.url,
    GATEHOUSE_SECRET: secret,
    GATEHOUSE_TRUSTED_PROXIES: trustedProxies.join(','),
    LOG_LEVEL: 'error',
  });
  services = await openConsoleServices({ databaseUrl: postgres.url, publicUrl: gatehouse.url, secret });
});
afterAll(async () => {
  agent.destroy();
  await Promise.all(online.map((one) => one.end()));
  await services.database.close();
  await gatehouse.remove();
  await postgres.stop();
});

/** A connection with an application and one connector that is linked, listening, and seen from an address of its own. */
async function makeLane(ctx: Context, name: string) {
  const { id: connectionId } = valueFrom(await createConnection(ctx, { name }));
  const { url } = valueFrom(await createTicket(ctx, { connectionId }));
  const enrolled = await enrolSimulated(url, `${name}-1`);
  const connector = await goOnline({
    ...enrolled,
    headers: { 'x-forwarded-for': connectorAddress },
    hello: { kerberos: { state: 'ready', principals: ['HTTP/sso.fabrikam.example@FABRIKAM.EXAMPLE'] } },
  });
  online.push(connector);
  const application = { name, connectionId, kind: 'public', redirectUris: [callback], postLogoutRedirectUris: [] };
  const { id: clientId } = valueFrom(await createApplication(ctx, application));
  const base = await publishableSettings(ctx, connectionId);
  return { connectionId, clientId, base };
}

function get(path: string, visit: Visit, cookies: string): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const sent = request({
    host: visit.peer === '::1' ? '::1' : '127.0.0.1',
    localAddress: visit.peer,
    port: gatehouse.port,
    path,
    agent,
    headers: {
      host: new URL(gatehouse.url).host,
      ...(cookies === '' ? {} : { cookie: cookies }),
      ...(visit.forwardedFor === undefined ? {} : { 'x-forwarded-for': visit.forwardedFor }),
    },
  });
  sent.once('response', (response) => {
    response.resume();
    response.once('end', () => resolve(response));
  });
  sent.once('error', (cause: NodeJS.ErrnoException) => {
    // The server may close a kept connection in the moment it is used again; the request then never arrived.
    if (sent.reusedSocket && cause.code === 'ECONNRESET') get(path, visit, cookies).then(resolve, reject);
    else reject(cause);
  });
  sent.end();
  return promise;
}

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** Knocks as an application sends people, and says where the door leads: `certificate`, `kerberos`, `password`, `refused`. */
async function knock(clientId: string, visit: Visit): Promise<{ readonly signInId: string; readonly step: string }> {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const asked = await get(`/oidc/auth?${query}`, visit, '');
  const cookies = (asked.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
  const interaction = new URL(asked.headers.location ?? '', gatehouse.url).pathname;
  const begun = await get(interaction, visit, cookies);
  const match = /^\/door\/([^/]+)\/(\w+)$/.exec(begun.headers.location ?? '');
  if (match?.[1] === undefined || match[2] === undefined)
    throw new Error(
      `no door: ${asked.statusCode} ${asked.headers.location} ${begun.statusCode} ${begun.headers.location}`,
    );
  return { signInId: match[1], step: match[2] };
}

const stepOf = { 'client-certificate': 'certificate', kerberos: 'kerberos', password: 'password' } as const;

test('10,000 random visits get from the running door what the preview says', { timeout: 900_000 }, async () => {
  const { ctx, database } = services;
  const all: Awaited<ReturnType<typeof makeLane>>[] = [];
  for (let lane = 1; lane <= lanes; lane += 1) all.push(await makeLane(ctx, `lane-${lane}`));
  const differences: unknown[] = [];
  const seen = { visits: 0, steps: new Map<string, number>(), kinds: new Map<string, number>() };

  async function round(lane: (typeof all)[number], seed: number): Promise<void> {
    const { connectionId, clientId, base } = lane;
    const [flow] = fc.sample(randomFlow(connectorAddress), { seed, numRuns: 1 });
    if (flow === undefined) return;
    const settings = { ...base.settings, ...flow };
    if (!(await publishAs(ctx, connectionId, settings, base.sealedKeys))) return;
    // From here on as the flow page does it.
    const view = valueFrom(await readConnection(ctx, connectionId));
    const running = view.running?.settings ?? settings;
    const compiled = compileFlow(
      running,
      view.connectors.flatMap(({ seenFrom, name }) =>
        seenFrom === '' ? [] : [{ address: seenFrom, connector: name }],
      ),
    );
    const visits = fc.sample(randomVisit(flow.networks, connectorAddress), { seed, numRuns: visitsPerRound });
    const knocked = await Promise.all(visits.map(async (visit) => ({ visit, ...(await knock(clientId, visit)) })));
    const rows = await database.db
      .select()
      .from(signIns)
      .where(
        inArray(
          signIns.id,
          knocked.map(({ signInId }) => signInId),
        ),
      );
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { visit, signInId, step } of knocked) {
      const { address } = clientAddress({ ...visit, trustedProxies });
      const preview = decideFlow(compiled, address);
      const row = byId.get(signInId);
      if (!preview.ok || row === undefined) {
        differences.push({ visit, preview, row });
        continue;
      }
      const { methods, matched, sentence, reasons } = preview.value;
      const [first] = methods;
      const previewed = {
        address: preview.value.address,
        step: first === undefined ? 'refused' : stepOf[first],
        methods,
        matched,
        sentence,
        reasons: reasons.map(({ code }) => code),
      };
      const happened = {
        address: row.address,
        step,
        methods: row.methods,
        matched: row.matched,
        sentence: row.sentence,
        reasons: row.reasonCodes,
      };
      if (!isSame(previewed, happened)) differences.push({ visit, previewed, happened });
      seen.visits += 1;
      seen.steps.set(step, (seen.steps.get(step) ?? 0) + 1);
      seen.kinds.set(matched.kind, (seen.kinds.get(matched.kind) ?? 0) + 1);
    }
  }

  await Promise.all(
    all.map(async (lane, index) => {
      for (let number = 0; number < rounds; number += 1) await round(lane, 1_000 * index + number);
    }),
  );
  // Settings that cannot be published are left out; what was asked must still be ten thousand, and of every kind.
  for (let seed = 10_000; seen.visits < 10_000; seed += 1) {
    const [lane] = all;
    if (lane !== undefined) await round(lane, seed);
  }
  expect(differences.slice(0, 5)).toEqual([]);
  expect(differences).toHaveLength(0);
  expect(seen.visits).toBeGreaterThanOrEqual(10_000);
  // Every way the door may lead, and every kind of match, often enough to mean something.
  for (const step of ['certificate', 'kerberos', 'password', 'refused'])
    expect(seen.steps.get(step) ?? 0, step).toBeGreaterThan(100);
  for (const kind of ['network', 'implicit', 'none']) expect(seen.kinds.get(kind) ?? 0, kind).toBeGreaterThan(100);
});

/** Order of keys aside, which JSON columns do not keep. */
function isSame(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}
