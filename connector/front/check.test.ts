import { once } from 'node:events';
import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '#connector/test-world/ask.ts';
import { type FakeHub, startFakeHub } from '#connector/test-world/fake-hub.ts';
import {
  clientIdentity,
  enrolTestConnector,
  freshFolder,
  portOf,
  startTestDaemon,
} from '#connector/test-world/start-test-daemon.ts';
import {
  type Minted,
  mintAuthority,
  mintClient,
  mintServer,
  yesterday,
} from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import { derBitString, derOctetString, derSequence } from '#lib/pki/asn1/write-der.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';

let root: Authority;
let issuing: Authority;
let foreign: Authority;
let server: Minted;
let hub: FakeHub;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let port: number;
let revision = 0;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  root = await mintAuthority('Corp <Root> & Sons');
  [issuing, foreign, server] = await Promise.all([
    mintAuthority('Corp Issuing', { signer: root.signer }),
    mintAuthority('Somebody Else'),
    mintServer('sign-in', root),
  ]);
  hub = await startFakeHub();
  const { folder, remove } = await freshFolder();
  await enrolTestConnector(hub, folder);
  daemon = await startTestDaemon(folder);
  cleanups.push(
    remove,
    () => hub.stop(),
    () => daemon.close(),
  );
  await hub.hellos.next();
  await accept(root);
  port = portOf(daemon.listener().address);
});
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function accept(...authorities: readonly Authority[]): Promise<void> {
  revision += 1;
  const settings = testSettings(revision, { server, authorities: authorities.map(({ der }) => der) });
  hub.publish(await hub.sign(settings, await hub.sealed(server.key.pkcs8)));
  expect(await hub.answers.next()).toMatchObject({ t: 'acknowledged' });
}

const json = { accept: 'application/json' };

async function check(own: Minted | undefined, above: readonly Authority[] = [], more: object = {}) {
  const identity =
    own === undefined
      ? {}
      : clientIdentity(
          own,
          above.map(({ der }) => der),
        );
  // The client's own library would not load a SHA-1 certificate or a short key otherwise.
  const tls = { ...identity, ciphers: 'DEFAULT:@SECLEVEL=0', ...more };
  const answer = await ask(port, { path: '/check', headers: json, tls });
  return { ...answer, view: JSON.parse(answer.body) };
}

test.each(['TLSv1.2', 'TLSv1.3'])('accepted over %s, with the facts', async (version) => {
  const alice = await mintClient('Alice', root);
  const { status, view } = await check(alice, [], { minVersion: version, maxVersion: version });
  expect(status).toBe(200);
  expect(view).toMatchObject({
    accepted: true,
    refusal: null,
    connection: 'Corp',
    connector: 'gate-1',
    revision,
    tlsVersion: version.replace('TLSv', 'TLS '),
    address: '127.0.0.1',
    certificate: {
      name: 'Alice',
      fingerprint: alice.fingerprint,
      userPrincipalNames: ['alice@corp.example'],
      emailAddresses: ['alice@example.com'],
    },
  });
  expect(daemon.lines).toContainEqual(
    expect.objectContaining({
      msg: 'client certificate accepted',
      fingerprint: alice.fingerprint,
      address: '127.0.0.1',
    }),
  );
});

test('accepted through an intermediate that the browser sends', async () => {
  const bob = await mintClient('Bob', issuing);
  for (const version of ['TLSv1.2', 'TLSv1.3']) {
    const { view } = await check(bob, [issuing], { minVersion: version, maxVersion: version });
    expect(view, version).toMatchObject({ accepted: true });
  }
  expect((await check(bob)).view).toMatchObject({ accepted: false, refusal: 'unknown-authority' });
});

test('accepted where a cross-certificate of the authority, whose issuer is missing, comes before its root', async () => {
  const crossed = await mintAuthority('Corp Root 2');
  const { name, key } = crossed.signer;
  const cross = await mintAuthority('Corp Root 2', { subject: name, key, signer: foreign.signer });
  await accept(cross, crossed);
  expect((await check(await mintClient('Carol', crossed))).view).toMatchObject({ accepted: true });
  await accept(root);
});

const day = 24 * 3600 * 1000;

test.each([
  [
    'expired',
    () => mintClient('Late', root, { notBefore: yesterday() - day, notAfter: yesterday() }),
    'CERT_HAS_EXPIRED',
  ],
  ['not-yet-valid', () => mintClient('Early', root, { notBefore: Date.now() + day }), 'CERT_NOT_YET_VALID'],
  ['unknown-authority', () => mintClient('Mallory', foreign), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [
    'broken-signature',
    () => mintClient('Forger', { der: root.der, signer: { name: root.signer.name, key: foreign.signer.key } }),
    // Its authority key identifier names another key than the root has, so OpenSSL does not even try.
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  ['wrong-purpose', () => mintClient('Server', root, { extendedKeyUsage: [purpose.serverAuth] }), 'INVALID_PURPOSE'],
  ['wrong-key-usage', () => mintClient('Cipher', root, { keyUsage: ['keyEncipherment'] }), 'INVALID_PURPOSE'],
  ['weak-signature', () => mintClient('Old', root, { hash: 'SHA-1' }), 'UNSPECIFIED'],
  ['weak-key', () => mintClient('Short', root, {}, 'RSA-1024'), 'UNSPECIFIED'],
] as const)('%s: a page that says so, and a log line with the address', async (refusal, mint, tlsCode) => {
  const own = await mint();
  const { status, view, headers } = await check(own);
  expect(status).toBe(403);
  expect(view).toMatchObject({ accepted: false, refusal, acceptedAuthorities: ['Corp <Root> & Sons'] });
  expect(view.certificate.fingerprint).toBe(own.fingerprint);
  for (const words of [view.headline, view.message, view.remedy]) expect(words).toMatch(/\w{3}/);
  expect(headers['connection']).toBe('close');
  const line = daemon.lines.find((one) => one['fingerprint'] === own.fingerprint);
  expect(line).toMatchObject({ address: '127.0.0.1', refusal, tlsCode });
});

test('no certificate: also covers those that browsers hide', async () => {
  const { status, view } = await check(undefined);
  expect(status).toBe(403);
  expect(view).toMatchObject({ accepted: false, refusal: 'no-certificate', certificate: null });
  const page = await ask(port, { path: '/check', headers: { accept: 'text/html,application/json' } });
  expect(page.status).toBe(403);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.body).toContain('expired');
  expect(page.body).toContain('close all windows');
  expect(page.body).toContain('Corp &lt;Root&gt; &amp; Sons');
  const line = daemon.lines.findLast((one) => one['refusal'] === 'no-certificate');
  expect(line).toMatchObject({ address: '127.0.0.1' });
  expect(line).not.toHaveProperty('tlsCode');
});

test('where only OpenSSL says no, the answer is no, the log names the difference', async () => {
  // Addresses that the authority above has not got (RFC 3779 section 2.3), which only OpenSSL looks at.
  const family = derSequence(derOctetString(Uint8Array.of(0, 1)), derSequence(derBitString(Uint8Array.of(10))));
  const blocks = { oid: '1.3.6.1.5.5.7.1.7', isCritical: false, value: derSequence(family) };
  const odd = await mintClient('Odd', root, { furtherExtensions: [blocks] });
  expect((await check(odd)).view).toMatchObject({ accepted: false, refusal: 'tls-disagrees' });
  const line = daemon.lines.find((one) => one['fingerprint'] === odd.fingerprint);
  expect(line).toMatchObject({
    refusal: 'tls-disagrees',
    tlsCode: 'UNSPECIFIED',
    difference: 'TLS says UNSPECIFIED, the rules say accepted',
  });
});

test('of two authorities of one name that a certificate does not tell apart, TLS and the rules take the same', async () => {
  const twins = [await mintAuthority('Twin'), await mintAuthority('Twin')] as const;
  await accept(...twins);
  const own = await Promise.all(twins.map((twin) => mintClient('Odd', twin, { hasKeyIds: false })));
  const refusals = [];
  for (const one of own) refusals.push((await check(one)).view.refusal);
  expect(refusals.sort()).toEqual(['ambiguous-issuer', null]);
  const lines = daemon.lines.filter((one) => own.some(({ fingerprint }) => one['fingerprint'] === fingerprint));
  expect(lines.map((line) => line['difference'])).toEqual([undefined, undefined]);
  await accept(root);
});

test('names of strangers stay text on the page', async () => {
  const mallory = await mintClient('<script>alert(1)</script>', foreign);
  const { body } = await ask(port, { path: '/check', tls: clientIdentity(mallory) });
  expect(body).not.toContain('<script');
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('every page is self-contained and says so', async () => {
  for (const path of ['/', '/check', '/nothing']) {
    const { headers, body } = await ask(port, { path });
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    const policy = String(headers['content-security-policy']);
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"])
      expect(policy).toContain(part);
    expect(policy).not.toContain('unsafe');
    expect(body).not.toMatch(/<script|style="|(?:src|href)="https?:/);
  }
});

test('the other addresses', async () => {
  expect(await ask(port, { path: '/' })).toMatchObject({ status: 200, body: expect.stringContaining('/check') });
  expect((await ask(port, { path: '/nothing' })).status).toBe(404);
  expect((await ask(port, { path: '/check?from=elsewhere' })).status).toBe(403);
  const head = await ask(port, { path: '/', method: 'HEAD' });
  expect([head.status, head.body]).toEqual([200, '']);
  const post = await ask(port, { path: '/check', method: 'POST' });
  expect([post.status, post.headers['allow']]).toEqual([405, 'GET, HEAD']);
  // Kerberos tickets make long headers; more than 64 KiB is nobody's.
  expect((await ask(port, { headers: { 'x-long': 'x'.repeat(60 * 1024) } })).status).toBe(200);
  expect((await ask(port, { headers: { 'x-long': 'x'.repeat(70 * 1024) } })).status).toBe(431);
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'no %s session is resumed: each visit shows its own certificate',
  async (version) => {
    const alice = await mintClient('Alice', root);
    const options = {
      host: '127.0.0.1',
      port,
      rejectUnauthorized: false,
      minVersion: version,
      maxVersion: version,
    } as const;
    const sessions: Buffer[] = [];
    const first = connect({ ...options, ...clientIdentity(alice) });
    first.on('session', (session) => sessions.push(session));
    await once(first, 'secureConnect');
    first.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    first.resume();
    await once(first, 'close');
    const session = sessions.at(-1) ?? first.getSession();
    const second = connect({ ...options, ...(session === undefined ? {} : { session }) });
    await once(second, 'secureConnect');
    expect(second.isSessionReused()).toBe(false);
    second.destroy();
  },
);

test('TLS 1.1 and HTTP/2 are not spoken', async () => {
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' };
  await expect(ask(port, { tls: old })).rejects.toThrow();
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] });
  await once(socket, 'secureConnect');
  expect(socket.alpnProtocol).toBe('http/1.1');
  socket.destroy();
});

test('a kept-alive connection follows new settings: removed authorities at once, added ones by a new handshake', async () => {
  const mallory = await mintClient('Mallory', foreign);
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false, ...clientIdentity(mallory) });
  await accept(root, foreign);
  expect(await ask(port, { path: '/check', agent })).toMatchObject({ status: 200 });
  await accept(root);
  const refused = await ask(port, { path: '/check', agent, headers: json });
  expect(JSON.parse(refused.body)).toMatchObject({ accepted: false, refusal: 'unknown-authority' });
  // An idle connection from before the authority is accepted.
  expect((await ask(port, { path: '/', agent })).status).toBe(200);
  await accept(root, foreign);
  const sent = await ask(port, { path: '/check', agent });
  expect(sent).toMatchObject({ status: 307, headers: { location: '/check', connection: 'close' } });
  expect((await ask(port, { path: '/check', agent })).status).toBe(200);
  agent.destroy();
  await accept(root);
});

test('with no CA certificates nobody is trusted, public authorities least', async () => {
  const alice = await mintClient('Alice', root);
  await accept();
  expect((await check(alice)).view).toMatchObject({ accepted: false, refusal: 'unknown-authority' });
  await accept(root);
});
