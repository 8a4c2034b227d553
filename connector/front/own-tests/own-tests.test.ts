import { writeFile } from 'node:fs/promises';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type FakeHub, startFakeHub } from '#connector/test-world/fake-hub.ts';
import { enrolTestConnector, freshFolder, startTestDaemon } from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintClient, mintServer } from '#connector/test-world/test-certificates.ts';
import { type SettingsParts, testSettings } from '#connector/test-world/test-settings.ts';
import { freePort } from '#e2e/world/free-port.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import type { KerberosState } from '#lib/wire/frames.ts';

let root: Authority;
let other: Authority;
let server: Minted;
let renewed: Minted;
let alice: Minted;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  [root, other] = await Promise.all([mintAuthority('Corp Root'), mintAuthority('Other Root')]);
  [server, renewed] = await Promise.all([mintServer('first', root), mintServer('second', root)]);
  alice = await mintClient('Alice', root);
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Offer = SettingsParts & { readonly frontFacingUrl?: string };

/** A daemon on a port of its own, and what it tells of its tests of each revision it is offered; it takes over every one of them. */
async function start(config: object, kerberos?: KerberosState) {
  const hub: FakeHub = await startFakeHub();
  const { folder, remove } = await freshFolder();
  await enrolTestConnector(hub, folder);
  await writeFile(folder.config, JSON.stringify(config));
  const port = await freePort();
  const acceptor = { accept: async () => ({ kind: 'ntlm' }) as const, state: () => kerberos ?? none };
  const listen = { host: '127.0.0.1', port };
  const daemon = await startTestDaemon(folder, { listen, ...(kerberos === undefined ? {} : { kerberos: acceptor }) });
  cleanups.push(remove, hub.stop, daemon.close);
  await hub.hellos.next();
  const url = `https://localhost:${port}`;
  let revision = 0;

  async function offer(wanted: Offer): Promise<Record<string, boolean>> {
    const { frontFacingUrl = url, ...parts } = wanted;
    revision += 1;
    const key = parts.server ?? server;
    const settings = { ...testSettings(revision, { server: key, authorities: [root.der], ...parts }), frontFacingUrl };
    hub.publish(await hub.sign(settings, await hub.sealed(key.key.pkcs8)));
    const answer = await hub.answers.next();
    expect(answer).toMatchObject({ t: 'acknowledged', revision });
    const told = answer.tests.filter(({ name }) => isOwn.has(name));
    return Object.fromEntries(told.map(({ name, isPassed }) => [name, isPassed]));
  }

  return { url, offer };
}

const none: KerberosState = { state: 'none', principals: [] };
const isOwn: ReadonlySet<string> = new Set([
  'directory',
  'keytab',
  'revocation-lists',
  'test-certificate',
  'front-facing-url',
]);

test('nothing is told of what is not there', async () => {
  const { offer } = await start({});
  expect(await offer({ isOn: false })).toEqual({});
});

test('a directory is asked one question', async () => {
  const ldif = await freshFolder();
  cleanups.push(ldif.remove);
  const file = `${ldif.folder.path}-people.ldif`;
  await writeFile(file, 'dn: uid=alice,dc=example\nobjectClass: person\nuid: alice\n');
  const here = await start({ directory: { kind: 'ldif', file } });
  expect(await here.offer({ isOn: false })).toEqual({ directory: true });
  const urls = [`ldap://127.0.0.1:${await freePort()}`];
  const gone = await start({ directory: { kind: 'ldap', urls, base: 'dc=example', allowPlain: true } });
  expect(await gone.offer({ isOn: false })).toEqual({ directory: false });
});

test('a keytab has to fit the host that browsers ask tickets for', async () => {
  const ready: KerberosState = { state: 'ready', principals: ['HTTP/localhost@EXAMPLE.TEST'] };
  const { offer } = await start({}, ready);
  const kerberos = { enabled: true };
  expect(await offer({ isOn: false, kerberos })).toMatchObject({ keytab: true });
  const frontFacingUrl = `https://sso.example.test:${await freePort()}`;
  expect(await offer({ isOn: false, kerberos, frontFacingUrl })).toMatchObject({ keytab: false });
});

test('the configured certificate has to be accepted', async () => {
  const certificate = await freshFolder();
  cleanups.push(certificate.remove);
  const testCertificate = `${certificate.folder.path}-alice.pem`;
  await writeFile(testCertificate, toPem('CERTIFICATE', alice.der));
  const { offer } = await start({ testCertificate });
  expect(await offer({})).toMatchObject({ 'test-certificate': true });
  expect(await offer({ authorities: [other.der] })).toMatchObject({ 'test-certificate': false });
  expect(await offer({ authorities: [other.der, root.der] })).toMatchObject({ 'test-certificate': true });
});

test('lists of revocation have to be there, and only new rules are tried', async () => {
  const { offer } = await start({});
  const parsed = await parseCertificate(root.der);
  const authority = parsed.ok ? parsed.value.spkiFingerprint : '';
  const crlUrl = `http://127.0.0.1:${await freePort()}/root.crl`;
  const revocation: SettingsParts['revocation'] = {
    mode: 'off',
    authorities: [{ authority, mode: 'fail-closed', source: { kind: 'url', crlUrl } }],
  };
  expect(await offer({})).not.toHaveProperty('revocation-lists');
  expect(await offer({ revocation })).toMatchObject({ 'revocation-lists': false });
  expect(await offer({ revocation })).not.toHaveProperty('revocation-lists');
});

test('the front-facing URL has to lead to a connector of the connection', async () => {
  const { offer, url } = await start({});
  expect(await offer({})).toEqual({ 'front-facing-url': true });
  // The same doors as before are not tried again.
  expect(await offer({})).toEqual({});
  expect(await offer({ server: renewed })).toEqual({ 'front-facing-url': true });
  const nobody = `https://localhost:${await freePort()}`;
  expect(await offer({ server: renewed, frontFacingUrl: nobody })).toEqual({ 'front-facing-url': false });
  // Whoever could not reach the address that serves is no witness for the next.
  const neither = `https://localhost:${await freePort()}`;
  expect(await offer({ server: renewed, frontFacingUrl: neither })).toEqual({});
  expect(await offer({ server: renewed, frontFacingUrl: url })).toEqual({ 'front-facing-url': true });
});

test('another machine at the front-facing URL is not taken for one of the connection', async () => {
  const stranger = await start({});
  await stranger.offer({ server: renewed });
  const { offer } = await start({});
  await offer({});
  expect(await offer({ frontFacingUrl: stranger.url })).toEqual({ 'front-facing-url': false });
});
