import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { Agent } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask } from '#connector/test-world/ask.ts';
import { listAddress } from '#connector/test-world/list-address.ts';
import { type SignInWorld, startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { clientIdentity } from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintClient } from '#connector/test-world/test-certificates.ts';
import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { derContext, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { issueOcspAnswer } from '#lib/pki/issue/issue-ocsp.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

const hour = 3_600_000;
const serial = Uint8Array.of(1, 2, 3, 4);
const times = { refreshMs: 50, retryMs: 50, mostRetryMs: 50, waitMs: 8_000 };

let world: SignInWorld;
let site: Server;
let answer: RequestListener;
let asked: string[];

beforeEach(async () => {
  asked = [];
  answer = (_request, response) => response.writeHead(404).end();
  site = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  world = await startSignInWorld({ revocationTimes: times });
});
afterEach(async () => {
  await world.close();
  site.closeAllConnections();
  site.close();
});

const at = (path: string) => `http://127.0.0.1:${(site.address() as AddressInfo).port}${path}`;

async function certificateOf(der: Bytes) {
  const parsed = await parseCertificate(der);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

type Revocation = NonNullable<ConnectorSettings['revocation']['authorities']>[number];

async function rootRule(
  mode: Revocation['mode'],
  source: Revocation['source'],
): Promise<ConnectorSettings['revocation']> {
  const { spkiFingerprint } = await certificateOf(world.root.der);
  return { mode: 'off', authorities: [{ authority: spkiFingerprint, mode, source }] };
}

function listOf(revoked: readonly Bytes[], more: { thisUpdate?: number; nextUpdate?: number; number?: number } = {}) {
  return issueCrl({
    signer: world.root.signer,
    thisUpdate: Date.now() - hour,
    nextUpdate: Date.now() + hour,
    revoked: revoked.map((one) => ({ serial: one, at: Date.now() - hour })),
    ...more,
  });
}

async function check(own: Minted, more: { agent?: Agent; tls?: object; above?: readonly Uint8Array[] } = {}) {
  const { status, body, isResumed } = await ask(world.port(), {
    path: '/check',
    headers: { accept: 'application/json' },
    tls: { ...clientIdentity(own, more.above), ...more.tls },
    ...(more.agent === undefined ? {} : { agent: more.agent }),
  });
  return { status, isResumed, refusal: JSON.parse(body).refusal as string | null };
}

const currentRow = (url: string) => (one: { rows: readonly { url: string; entries?: number | undefined }[] }) =>
  one.rows.some((row) => row.url === url && row.entries === 1);

test('a list that comes later counts at once: also on a connection that is kept alive, and for a session that is resumed', async () => {
  const url = at('/root.crl');
  const alice = await mintClient('Alice', world.root, { serial });
  let list = await listOf([]);
  answer = (_request, response) => response.end(list);
  await world.publish({ revocation: await rootRule('fail-closed', { kind: 'url', crlUrl: url }) });

  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await check(alice, { agent })).toMatchObject({ status: 200, refusal: null });
  const session = await sessionOf(alice);
  expect(await check(alice, { tls: { session } })).toMatchObject({ status: 200, refusal: null });

  // Revoked where the authority publishes; nothing is published here, and nobody signs in meanwhile.
  list = await listOf([serial], { thisUpdate: Date.now() - hour / 2 });
  await world.hub.boards.next(currentRow(url));

  expect(await check(alice, { agent })).toMatchObject({ status: 403, refusal: 'revoked' });
  expect(await check(alice, { tls: { session } })).toMatchObject({ status: 403, refusal: 'revoked' });
  const { result } = await world.signIn({ own: alice });
  expect(result.outcome).toMatchObject({ result: 'refused', reason: 'revoked' });
  expect(result.outcome.steps.map(({ step, isPassed }) => [step, isPassed])).toEqual([
    ['request', true],
    ['tls', true],
    ['path', true],
    ['revocation', false],
  ]);
  agent.destroy();
});

/** What a client could resume with. */
async function sessionOf(own: Minted): Promise<Buffer> {
  const socket = connect({
    host: '127.0.0.1',
    port: world.port(),
    rejectUnauthorized: false,
    maxVersion: 'TLSv1.2',
    ...clientIdentity(own),
  });
  await once(socket, 'secureConnect');
  const session = socket.getSession();
  socket.destroy();
  if (session === undefined) throw new Error('no session');
  return session;
}

test('before anybody signs in Gatehouse knows of each place whether it can be reached, and when sign-ins fail', async () => {
  const gone = at('/gone.crl');
  await world.publish({ revocation: await rootRule('fail-closed', { kind: 'url', crlUrl: gone }) });
  const board = await world.hub.boards.next(({ rows }) => rows.some(({ state }) => state === 'unreachable'));
  expect(board.rows).toEqual([
    expect.objectContaining({
      name: 'Corp Root',
      kind: 'crl',
      url: gone,
      mode: 'fail-closed',
      failsAt: expect.any(Number),
      detail: 'it answered with status 404',
    }),
  ]);
  const nextUpdate = Math.floor(Date.now() / 1000) * 1000 + hour;
  const list = await listOf([serial], { nextUpdate });
  answer = (_request, response) => response.end(list);
  const later = await world.hub.boards.next(currentRow(gone));
  expect(later.rows).toEqual([
    expect.objectContaining({ state: 'current', nextUpdate, failsAt: nextUpdate, bytes: list.length, entries: 1 }),
  ]);
});

test('an authority’s own certificate says where the list of its issuer is, and it is fetched before anybody comes', async () => {
  const url = at('/root.crl');
  const issuing = await mintAuthority('Issuing', { signer: world.root.signer, furtherExtensions: [listAddress(url)] });
  const list = await listOf([serial]);
  answer = (_request, response) => response.end(list);
  await world.publish({ authorities: [world.root.der, issuing.der], revocation: 'fail-closed' });
  const { rows } = await world.hub.boards.next(currentRow(url));
  expect(rows.map(({ name, state }) => [name, state])).toEqual([
    ['Corp Root', 'current'],
    ['Issuing', 'not-asked'],
  ]);
});

test('the board tells of the places that are asked now, and no more of those that a former revision named', async () => {
  const list = await listOf([]);
  answer = ({ url }, response) => (url === '/ocsp' ? response.writeHead(503).end() : response.end(list));
  await world.publish({ revocation: await rootRule('fail-closed', { kind: 'url', crlUrl: at('/one.crl') }) });
  await world.hub.boards.next(({ rows }) => rows.some(({ state }) => state === 'current'));
  await world.publish({ revocation: await rootRule('fail-closed', { kind: 'url', crlUrl: at('/two.crl') }) });
  const moved = await world.hub.boards.next(({ rows }) => rows.some(({ url }) => url === at('/two.crl')));
  expect(moved.rows.map(({ url }) => url)).toEqual([at('/two.crl')]);
  await world.publish({ revocation: await rootRule('fail-closed', { kind: 'ocsp', url: at('/ocsp') }) });
  const named = await world.hub.boards.next(({ rows }) => rows.some(({ kind }) => kind === 'ocsp'));
  expect(named.rows.map(({ url, state, failsAt }) => [url, state, failsAt])).toEqual([
    [at('/ocsp'), 'not-asked', undefined],
  ]);
  await check(await mintClient('Alice', world.root));
  const asked = await world.hub.boards.next(({ rows }) => rows.some(({ state }) => state === 'unreachable'));
  expect(asked.rows).toMatchObject([{ url: at('/ocsp'), failsAt: expect.any(Number) }]);
});

const responder = (url: string) => ({
  oid: '1.3.6.1.5.5.7.1.1',
  isCritical: false,
  value: derSequence(derSequence(derOid('1.3.6.1.5.5.7.48.1'), derContext(6, utf8(url), false))),
});

test('a responder is asked first and once for an hour; where it does not answer, the list is', async () => {
  const more = { furtherExtensions: [responder(at('/ocsp')), listAddress(at('/root.crl'))], serial };
  const alice = await mintClient('Alice', world.root, more);
  const { serial: own } = await certificateOf(alice.der);
  const issuer = await certificateOf(world.root.der);
  let status: 'good' | 'revoked' = 'good';
  answer = async (request, response) => {
    if (request.url !== '/ocsp') {
      response.writeHead(404).end();
      return;
    }
    const thisUpdate = Date.now() - 60_000;
    const single = { certificate: { serial: own }, issuer, status, thisUpdate, nextUpdate: thisUpdate + hour };
    response.end(await issueOcspAnswer({ signer: world.root.signer, producedAt: thisUpdate, answers: [single] }));
  };
  await world.publish({ revocation: 'fail-closed' });
  expect(await check(alice)).toMatchObject({ refusal: null });
  expect(asked).toContain('POST /ocsp');
  expect(asked).not.toContain('GET /root.crl');
  // Asked again beside the sign-ins, and taken at once when it says another thing.
  status = 'revoked';
  await expect.poll(async () => (await check(alice)).refusal).toBe('revoked');
  answer = (_request, response) => response.writeHead(503).end();
  const bob = await mintClient('Bob', world.root, { ...more, serial: Uint8Array.of(1, 9) });
  expect(await check(bob)).toMatchObject({ refusal: 'revocation-unknown' });
  expect(asked).toContain('GET /root.crl');
});

test('an issuing authority alone is enough where partial chains are allowed, for TLS and for the rules', async () => {
  const issuing = await mintAuthority('Issuing', { signer: world.root.signer });
  const alice = await mintClient('Alice', issuing);
  await world.publish({ authorities: [issuing.der] });
  expect(await check(alice)).toMatchObject({ status: 403, refusal: 'unknown-authority' });
  await world.publish({ authorities: [issuing.der], trust: { partialChains: true } });
  expect(await check(alice)).toMatchObject({ status: 200, refusal: null });
  expect(await check(alice, { tls: { maxVersion: 'TLSv1.2' } })).toMatchObject({ status: 200, refusal: null });
  await world.publish({ authorities: [issuing.der], trust: { partialChains: false } });
  expect(await check(alice)).toMatchObject({ status: 403, refusal: 'unknown-authority' });
  const lines = world.daemon.lines.filter((one) => one['fingerprint'] === alice.fingerprint);
  // Both said the same each time.
  expect(lines.map((one) => [one['tlsCode'] !== undefined, one['difference']])).toEqual([
    [true, undefined],
    [false, undefined],
    [false, undefined],
    [true, undefined],
  ]);
});

test('where TLS and the rules differ, the sign-in names the difference and Gatehouse hears how often', async () => {
  // A certificate may agree on keys and not sign: OpenSSL takes it, and TLS 1.3 would have it sign.
  const odd = await mintClient('Odd', world.root, { keyUsage: ['keyAgreement'] });
  await world.publish();
  const { result } = await world.signIn({ own: odd });
  expect(result.outcome).toMatchObject({
    result: 'refused',
    detail: expect.stringContaining('TLS says accepted, the rules say wrong-key-usage'),
  });
  await check(odd);
  const told = await world.hub.states.next(({ differences }) => differences?.count === 2);
  expect(told.differences?.last).toMatchObject({ tls: 'accepted', rules: 'wrong-key-usage', certificate: 'Odd' });
});
