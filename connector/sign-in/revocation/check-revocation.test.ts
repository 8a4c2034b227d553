import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkRevocation } from '#connector/sign-in/revocation/check-revocation.ts';
import { fetchList } from '#connector/sign-in/revocation/fetch-list.ts';
import { keepLists } from '#connector/sign-in/revocation/keep-lists.ts';
import { listAddress } from '#connector/test-world/list-address.ts';
import { type Minted, mintAuthority, mintClient } from '#connector/test-world/test-certificates.ts';
import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';

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

function serve(list: Uint8Array): void {
  answer = (_request, response) => response.end(list);
}

test('off looks nowhere', async () => {
  const check = checkRevocation(keepLists());
  expect((await check(await pathOf(), 'off', Date.now())).ending).toBeUndefined();
  expect(asked).toBe(0);
});

test('revoked and not revoked, by one fetch for many sign-ins at once', async () => {
  const [bad, good] = [await pathOf(), await pathOf()];
  serve(await listOf(bad.slice(0, 1)));
  const check = checkRevocation(keepLists());
  const at = Date.now();
  const standings = await Promise.all([bad, good, bad, good].map((path) => check(path, 'fail-closed', at)));
  expect(standings.map(({ ending }) => ending?.result)).toEqual(['refused', undefined, 'refused', undefined]);
  expect(standings[0]?.ending).toMatchObject({ reason: 'revoked' });
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
    'aborted',
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
  const check = checkRevocation(keepLists());
  const open = await check(path, 'fail-open', Date.now());
  expect(open.ending).toBeUndefined();
  expect(open.detail).toContain('Let in without knowing (fail-open)');
  expect(open.detail).toContain(words);
  const closed = await check(path, 'fail-closed', Date.now());
  expect(closed.ending).toMatchObject({ result: 'unavailable', reason: 'revocation-unknown' });
});

test('too large, and too slow', async () => {
  serve(new Uint8Array(2_000));
  const limits = { timeoutMs: 60_000, maxBytes: 1_000 };
  expect(await fetchList(`${base}/`, never, limits)).toEqual({ ok: false, problem: 'it has more than 1000 bytes' });
  answer = () => {};
  const slow = await fetchList(`${base}/`, never, { ...limits, timeoutMs: 20 });
  expect(slow).toEqual({ ok: false, problem: 'it did not arrive within 0.02 s' });
});

test('a list of another authority’s key says nothing', async () => {
  const path = await pathOf();
  const { name } = root.signer;
  const forger = await mintAuthority('Corp Root', { subject: name });
  const forged = { signer: forger.signer, thisUpdate: Date.now() - hour, nextUpdate: Date.now() + hour, revoked: [] };
  serve(await issueCrl(forged));
  const { ending } = await checkRevocation(keepLists())(path, 'fail-closed', Date.now());
  expect(ending).toMatchObject({ result: 'unavailable', reason: 'revocation-unknown' });
});

test('kept until it ends, refreshed beside the sign-ins, and an older list takes nothing back', async () => {
  const path = await pathOf();
  const now = Date.now();
  serve(await listOf([], { thisUpdate: now - hour, nextUpdate: now + 10 * hour }));
  const times = { refreshMs: hour, retryMs: 1_000 };
  const lists = keepLists({ times });
  const check = checkRevocation(lists);
  const standing = async (at: number) => (await check(path, 'fail-closed', at)).ending?.result ?? 'good';
  expect([await standing(now), await standing(now + hour - 1), asked]).toEqual(['good', 'good', 1]);

  // Published meanwhile: one sign-in still goes by the kept list, those after it by the new one.
  serve(await listOf(path.slice(0, 1), { thisUpdate: now, nextUpdate: now + 10 * hour }));
  expect(await standing(now + hour)).toBe('good');
  await expect.poll(() => standing(now + hour)).toBe('refused');
  expect(asked).toBe(2);

  serve(await listOf([], { thisUpdate: now - hour, nextUpdate: now + 10 * hour }));
  expect(await standing(now + 3 * hour)).toBe('refused');
  await expect.poll(() => asked).toBe(3);
  expect(await standing(now + 3 * hour)).toBe('refused');
});

test('a forged list that claims to be newer takes no genuine one’s place', async () => {
  const [bad, good] = [await pathOf(), await pathOf()];
  const now = Date.now();
  const times = { refreshMs: hour, retryMs: 1_000 };
  const lists = keepLists({ times });
  const check = checkRevocation(lists);
  const standing = async (path: readonly Certificate[], at: number) =>
    (await check(path, 'fail-closed', at)).refusal?.refusal ?? 'good';
  const issuer = await read(root.der);
  const forger = await mintAuthority('Corp Root', { subject: root.signer.name });
  const forged = { thisUpdate: now + hour / 2, nextUpdate: now + 1_000 * hour, revoked: [] };
  const genuine = await issueCrl({ signer: root.signer, ...forged });
  const byOther = await issueCrl({ signer: forger.signer, ...forged });
  const forgeries = [
    [byOther, 'it is no list of “Corp Root”'],
    [genuine.with(-1, (genuine.at(-1) ?? 0) ^ 1), 'it is not signed by the key of its authority'],
  ] as const;
  serve(byOther);
  expect(await standing(good, now)).toBe('revocation-unknown');
  serve(await listOf(bad.slice(0, 1), { thisUpdate: now - hour, nextUpdate: now + 10 * hour }));
  expect([await standing(bad, now + 1_000), await standing(good, now + 1_000)]).toEqual(['revoked', 'good']);
  let at = now + 1_000;
  for (const [forgery, words] of forgeries) {
    serve(forgery);
    at += hour;
    await standing(good, at);
    const fault = async () => (await lists.get(`${base}/root.crl`, issuer, at)).fault;
    await expect.poll(fault).toBe(words);
    expect([await standing(bad, at), await standing(good, at)]).toEqual(['revoked', 'good']);
  }
});

test('an address whose answer nobody foresaw ends in a fault, not in an error', async () => {
  const path = await pathOf();
  const fetch = () => Promise.reject(new TypeError('boom'));
  const { ending, detail } = await checkRevocation(keepLists({ fetch }))(path, 'fail-closed', Date.now());
  expect(ending).toMatchObject({ result: 'unavailable', reason: 'revocation-unknown' });
  expect(detail).toContain('boom');
});

test('a list that ended proves what it lists, says nothing else, and is looked for anew', async () => {
  const [bad, good] = [await pathOf(), await pathOf()];
  const now = Date.now();
  serve(await listOf(bad.slice(0, 1), { thisUpdate: now - hour, nextUpdate: now + hour }));
  const check = checkRevocation(keepLists());
  expect((await check(good, 'fail-closed', now)).ending).toBeUndefined();
  answer = (_request, response) => response.writeHead(500).end();
  const later = now + hour + 1;
  expect((await check(good, 'fail-closed', later)).ending).toMatchObject({ reason: 'revocation-unknown' });
  expect((await check(bad, 'fail-closed', later)).ending).toMatchObject({ reason: 'revoked' });
  // A failure is not repeated for each person.
  expect(asked).toBe(2);
  serve(await listOf([], { thisUpdate: now, nextUpdate: now + 10 * hour }));
  expect((await check(good, 'fail-closed', later + 30_000)).ending).toBeUndefined();
});

test('closing ends what is on its way', async () => {
  answer = () => {};
  const lists = keepLists();
  const issuer = await read(root.der);
  const got = lists.get(`${base}/root.crl`, issuer, Date.now());
  await expect.poll(() => asked).toBe(1);
  lists.close();
  expect(await got).toMatchObject({ list: undefined });
  expect((await lists.get(`${base}/root.crl`, issuer, Date.now() + hour)).list).toBeUndefined();
  expect(asked).toBe(1);
});
