import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { fetchBody } from '#connector/sign-in/revocation/fetch-body.ts';
import { gatherEvidence } from '#connector/sign-in/revocation/gather-evidence.ts';
import { keepAnswers } from '#connector/sign-in/revocation/keep-answers.ts';
import { keepLists, type ListKeeper, type ListKeeperParts } from '#connector/sign-in/revocation/keep-lists.ts';
import { readRevocationPlan } from '#connector/sign-in/revocation/revocation-plan.ts';
import { revocationWords } from '#connector/sign-in/revocation/revocation-words.ts';
import { listAddress } from '#connector/test-world/list-address.ts';
import { type Minted, mintAuthority, mintClient } from '#connector/test-world/test-certificates.ts';
import { type Bytes, toBase64, utf8 } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { judgeRevocation } from '#lib/pki/revocation/judge-revocation.ts';
import type { RevocationMode } from '#lib/pki/revocation/revocation-verdict.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

type AuthorityRevocation = NonNullable<ConnectorSettings['revocation']['authorities']>[number];

const hour = 3_600_000;
const never = new AbortController().signal;

let server: Server;
let base: string;
let answer: RequestListener;
let asked: number;
let root: Authority;

beforeEach(async () => {
  asked = 0;
  answer = (_request, response) => response.writeHead(404).end();
  server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  root = await mintAuthority('Corp Root');
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function read(der: Bytes): Promise<Certificate> {
  const parsed = await parseCertificate(der);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

async function pathOf(url = `${base}/root.crl`): Promise<readonly Certificate[]> {
  const own: Minted = await mintClient('Alice', root, { furtherExtensions: [listAddress(url)] });
  return [await read(own.der), await read(root.der)];
}

function listOf(revoked: readonly Certificate[], more: { thisUpdate?: number; nextUpdate?: number } = {}) {
  return issueCrl({
    signer: root.signer,
    thisUpdate: Date.now() - hour,
    nextUpdate: Date.now() + hour,
    revoked: revoked.map(({ serial }) => ({
      serial: Uint8Array.from(Buffer.from(serial, 'hex')),
      at: Date.now() - hour,
    })),
    ...more,
  });
}

const answers = keepAnswers({ now: () => 0 });
afterAll(() => answers.close());

const keepers: ListKeeper[] = [];
afterEach(() => {
  for (const keeper of keepers.splice(0)) keeper.close();
});

/** A keeper whose own clock stands, so that nothing happens but what is asked for. */
function keeperOf(parts: Partial<ListKeeperParts> = {}): ListKeeper {
  const keeper = keepLists({ now: () => 0, ...parts });
  keepers.push(keeper);
  return keeper;
}

function checking(lists = keeperOf()) {
  const gather = gatherEvidence({ lists, answers });
  return async (path: readonly Certificate[], mode: RevocationMode, at: number) => {
    const plan = await readRevocationPlan({ mode });
    const gathered = await gather(path, plan, at);
    const { evidence } = gathered;
    const modeOf = () => mode;
    const pathOf = async () => undefined;
    const verdict = await judgeRevocation({ path, evidence, at, modeOf, certificates: path, pathOf });
    return { result: verdict.accepted ? 'good' : verdict.refusal, detail: revocationWords(verdict, gathered) };
  };
}

function serve(list: Uint8Array): void {
  answer = (_request, response) => response.end(list);
}

test('off looks nowhere', async () => {
  const { result, detail } = await checking()(await pathOf(), 'off', Date.now());
  expect([result, detail, asked]).toEqual(['good', 'Not looked up: revocation is off.', 0]);
});

test('revoked and not revoked, by one fetch for many sign-ins at once', async () => {
  const [bad, good] = [await pathOf(), await pathOf()];
  serve(await listOf(bad.slice(0, 1)));
  const check = checking();
  const at = Date.now();
  const standings = await Promise.all([bad, good, bad, good].map((path) => check(path, 'fail-closed', at)));
  expect(standings.map(({ result }) => result)).toEqual(['revoked', 'good', 'revoked', 'good']);
  expect(standings[1]?.detail).toContain('with 1 entries');
  expect(asked).toBe(1);
});

test.each([
  ['nothing there', () => {}, 'status 404'],
  ['junk', () => serve(utf8('junk')), 'neither DER nor'],
  [
    'an answer that is cut',
    () => {
      answer = (_request, response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('x');
        setImmediate(() => response.destroy());
      };
    },
    'the connection was cut (ECONNRESET)',
  ],
  [
    'endless redirections',
    () => {
      answer = (_request, response) => response.writeHead(302, { location: '/again' }).end();
    },
    'leads on more than 3 times',
  ],
  [
    'a redirection to a file',
    () => {
      answer = (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    },
    'it leads to file:',
  ],
])('%s: fail-open lets in and says so, fail-closed does not', async (_, arrange, words) => {
  arrange();
  const path = await pathOf();
  const check = checking();
  const open = await check(path, 'fail-open', Date.now());
  expect(open.result).toBe('good');
  expect(open.detail).toContain('Let in without knowing (fail-open)');
  expect(open.detail).toContain(words);
  expect((await check(path, 'fail-closed', Date.now())).result).toBe('revocation-unknown');
});

test('an address where nobody is, is told in words', async () => {
  const gone = `${base}/root.crl`;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const limits = { timeoutMs: 60_000, maxBytes: 1_000 };
  const detail = 'nothing listens at that address and port (ECONNREFUSED)';
  expect(await fetchBody({ url: gone, limits }, never)).toEqual({
    ok: false,
    problem: { kind: 'unreachable', detail },
  });
});

test('too large, and too slow', async () => {
  serve(new Uint8Array(2_000));
  const limits = { timeoutMs: 60_000, maxBytes: 1_000 };
  const problem = { kind: 'unusable', detail: 'it has more than 1000 bytes' };
  expect(await fetchBody({ url: `${base}/`, limits }, never)).toEqual({ ok: false, problem });
  answer = () => {};
  const slow = await fetchBody({ url: `${base}/`, limits: { ...limits, timeoutMs: 20 } }, never);
  expect(slow).toEqual({ ok: false, problem: { kind: 'unreachable', detail: 'it did not arrive within 0.02 s' } });
});

test('a list of another authority’s key says nothing', async () => {
  const path = await pathOf();
  const forger = await mintAuthority('Corp Root');
  const forged = { signer: forger.signer, thisUpdate: Date.now() - hour, nextUpdate: Date.now() + hour, revoked: [] };
  serve(await issueCrl(forged));
  expect((await checking()(path, 'fail-closed', Date.now())).result).toBe('revocation-unknown');
});

test('kept until it ends, refreshed beside the sign-ins, and an older list takes nothing back', async () => {
  const path = await pathOf();
  const now = Date.now();
  serve(await listOf([], { thisUpdate: now - hour, nextUpdate: now + 10 * hour }));
  const check = checking(keeperOf({ times: { refreshMs: hour, retryMs: 1_000, mostRetryMs: hour, waitMs: hour } }));
  const standing = async (at: number) => (await check(path, 'fail-closed', at)).result;
  expect([await standing(now), await standing(now + hour - 1), asked]).toEqual(['good', 'good', 1]);

  // Published meanwhile: one sign-in still goes by the kept list, those after it by the new one.
  serve(await listOf(path.slice(0, 1), { thisUpdate: now, nextUpdate: now + 10 * hour }));
  expect(await standing(now + hour)).toBe('good');
  await expect.poll(() => standing(now + hour)).toBe('revoked');
  expect(asked).toBe(2);

  serve(await listOf([], { thisUpdate: now - hour, nextUpdate: now + 10 * hour }));
  expect(await standing(now + 3 * hour)).toBe('revoked');
  await expect.poll(() => asked).toBe(3);
  expect(await standing(now + 3 * hour)).toBe('revoked');
});

test('looked for before it ends, however short-lived, and after a failure again before it ends', async () => {
  const path = await pathOf();
  const now = Date.now();
  serve(await listOf([], { thisUpdate: now, nextUpdate: now + 8_000 }));
  const check = checking();
  const standing = async (at: number) => (await check(path, 'fail-closed', at)).result;
  // Written in whole seconds.
  expect([await standing(now), await standing(now + 4_000), asked]).toEqual(['good', 'good', 1]);
  answer = (_request, response) => response.writeHead(503).end();
  expect(await standing(now + 6_500)).toBe('good');
  await expect.poll(() => asked).toBe(2);
  serve(await listOf([], { thisUpdate: now + 6_000, nextUpdate: now + 60_000 }));
  await standing(now + 7_600);
  await expect.poll(() => asked).toBe(3);
  await expect.poll(() => standing(now + 20_000)).toBe('good');
});

test('a forged list that claims to be newer takes no genuine one’s place', async () => {
  const [bad, good] = [await pathOf(), await pathOf()];
  const now = Date.now();
  const lists = keeperOf({ times: { refreshMs: hour, retryMs: 1_000, mostRetryMs: hour, waitMs: hour } });
  const check = checking(lists);
  const standing = async (path: readonly Certificate[], at: number) => (await check(path, 'fail-closed', at)).result;
  const issuer = await read(root.der);
  const forger = await mintAuthority('Corp Root');
  const forged = { thisUpdate: now + hour / 2, nextUpdate: now + 1_000 * hour, revoked: [] };
  const genuine = await issueCrl({ signer: root.signer, ...forged });
  const byOther = await issueCrl({ signer: forger.signer, ...forged });
  const forgeries = [byOther, genuine.with(-1, (genuine.at(-1) ?? 0) ^ 1)];
  serve(byOther);
  expect(await standing(good, now)).toBe('revocation-unknown');
  serve(await listOf(bad.slice(0, 1), { thisUpdate: now - hour, nextUpdate: now + 10 * hour }));
  expect([await standing(bad, now + 1_000), await standing(good, now + 1_000)]).toEqual(['revoked', 'good']);
  let at = now + 1_000;
  for (const forgery of forgeries) {
    serve(forgery);
    at += hour;
    await standing(good, at);
    const fault = async () => (await lists.get({ kind: 'crl', url: `${base}/root.crl`, issuer }, at)).fault?.kind;
    await expect.poll(fault).toBe('unusable');
    expect([await standing(bad, at), await standing(good, at)]).toEqual(['revoked', 'good']);
  }
});

test('an address whose answer nobody foresaw ends in a fault, not in an error', async () => {
  const fetch = () => Promise.reject(new TypeError('boom'));
  const { result, detail } = await checking(keeperOf({ fetch }))(await pathOf(), 'fail-closed', Date.now());
  expect(result).toBe('revocation-unknown');
  expect(detail).toContain('boom');
});

test('a list that ended proves what it lists, says nothing else, and is looked for anew', async () => {
  const [bad, good] = [await pathOf(), await pathOf()];
  const now = Date.now();
  serve(await listOf(bad.slice(0, 1), { thisUpdate: now - hour, nextUpdate: now + hour }));
  const check = checking();
  expect((await check(good, 'fail-closed', now)).result).toBe('good');
  answer = (_request, response) => response.writeHead(500).end();
  const later = now + hour + 1;
  expect((await check(good, 'fail-closed', later)).result).toBe('revocation-unknown');
  expect((await check(bad, 'fail-closed', later)).result).toBe('revoked');
  // A failure is not repeated for each person.
  expect(asked).toBe(2);
  serve(await listOf([], { thisUpdate: now, nextUpdate: now + 10 * hour }));
  expect((await check(good, 'fail-closed', later + 30_000)).result).toBe('good');
});

test('closing ends what is on its way', async () => {
  answer = () => {};
  const lists = keeperOf();
  const source = { kind: 'crl', url: `${base}/root.crl`, issuer: await read(root.der) } as const;
  const got = lists.get(source, Date.now());
  await expect.poll(() => asked).toBe(1);
  lists.close();
  expect(await got).toMatchObject({ value: undefined });
  expect((await lists.get(source, Date.now() + hour)).value).toBeUndefined();
  expect(asked).toBe(1);
});

test('each authority by its own rule: another address, lists that came with the settings, or nobody looks', async () => {
  const path = await pathOf(`${base}/gone.crl`);
  const at = Date.now();
  const [own, issuer] = path;
  if (own === undefined || issuer === undefined) throw new Error('a path of two');
  const list = await listOf([own]);
  answer = ({ url }, response) => (url === '/here.crl' ? response.end(list) : response.writeHead(404).end());
  const gather = gatherEvidence({ lists: keeperOf(), answers });
  const found = async (mode: RevocationMode, source: AuthorityRevocation['source']) => {
    const authorities = [{ authority: issuer.spkiFingerprint, mode, source }];
    const { evidence, faults } = await gather(path, await readRevocationPlan({ mode: 'fail-closed', authorities }), at);
    return [evidence.crls.map(({ find }) => find(own.serial) !== undefined), faults.length];
  };
  expect(await found('fail-closed', { kind: 'certificate' })).toEqual([[], 1]);
  expect(await found('fail-closed', { kind: 'url', crlUrl: `${base}/here.crl` })).toEqual([[true], 0]);
  expect(await found('fail-closed', { kind: 'uploaded', lists: [toBase64(list)] })).toEqual([[true], 0]);
  expect(await found('fail-closed', { kind: 'uploaded', lists: ['AAAA'] })).toEqual([[], 1]);
  const before = asked;
  expect(await found('off', { kind: 'certificate' })).toEqual([[], 0]);
  expect(asked).toBe(before);
});
