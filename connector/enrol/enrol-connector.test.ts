import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type DataFolder, dataFolder } from '#connector/disk/data-folder.ts';
import { enrolConnector } from '#connector/enrol/enrol-connector.ts';
import { type FakeHub, newGatehouseKey, startFakeHub } from '#connector/test-world/fake-hub.ts';
import { freshFolder } from '#connector/test-world/start-test-daemon.ts';
import { fromBase64, toBase64 } from '#lib/core/bytes.ts';
import { openSealedKey } from '#lib/pki/seal/open-sealed-key.ts';
import { ticketUrl } from '#lib/wire/enrolment.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function world(): Promise<{ hub: FakeHub; folder: DataFolder }> {
  const hub = await startFakeHub();
  const { folder, remove } = await freshFolder();
  cleanups.push(() => hub.stop(), remove);
  return { hub, folder: dataFolder(join(folder.path, 'data')) };
}

function enrol(folder: DataFolder, url: string) {
  return enrolConnector({ ticketUrl: url, folder, name: 'gate-1', listen: { host: '::', port: 1 }, now: Date.now() });
}

test('makes its keys, spends the ticket and keeps everything for its owner alone', async () => {
  const { hub, folder } = await world();
  const enrolled = await enrol(folder, hub.ticket());
  expect(enrolled).toMatchObject({ ok: true, value: { connectorId: hub.connectorId, connectorName: 'gate-1' } });

  expect((await readdir(folder.path)).sort()).toEqual([
    'config.json',
    'connector.lock.1',
    'enrolment.json',
    'keys.json',
  ]);
  expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
  for (const file of await readdir(folder.path))
    expect((await stat(join(folder.path, file))).mode & 0o777, file).toBe(0o600);
  expect(JSON.parse(await readFile(folder.config, 'utf8'))).toEqual({
    name: 'gate-1',
    listen: { host: '::', port: 1 },
  });

  // What Gatehouse seals to the certificate it was given, this folder opens.
  const certificate = fromBase64(hub.enrolled()?.sealingCertificate ?? '') ?? new Uint8Array();
  const { publicKey } = new X509Certificate(certificate);
  expect([publicKey.asymmetricKeyType, publicKey.asymmetricKeyDetails?.modulusLength]).toEqual(['rsa', 3072]);
  const keys = JSON.parse(await readFile(folder.keys, 'utf8'));
  const opened = await openSealedKey({
    envelope: fromBase64(await hub.sealed(new Uint8Array([1, 2, 3]))) ?? new Uint8Array(),
    certificate,
    privateKeyPkcs8: fromBase64(keys.sealing.pkcs8) ?? new Uint8Array(),
  });
  expect(opened).toMatchObject({ ok: true, value: new Uint8Array([1, 2, 3]) });
});

test('refuses a folder that holds an enrolled connector, and changes nothing in it', async () => {
  const { hub, folder } = await world();
  await enrol(folder, hub.ticket());
  const before = await readFile(folder.keys, 'utf8');
  const again = await enrol(folder, hub.ticket());
  expect(again).toMatchObject({ ok: false, problem: { code: 'already-exists' } });
  if (!again.ok) expect(again.problem.message).toContain('gate-1');
  expect(await readFile(folder.keys, 'utf8')).toBe(before);
});

test('an answer with another key than the ticket names is not believed', async () => {
  const { hub, folder } = await world();
  const other = await newGatehouseKey();
  const body = JSON.stringify({
    connectorId: 'c',
    connectorName: 'n',
    connectionId: 'c',
    connectionName: 'n',
    hubUrl: hub.hubUrl,
    gatehouseKey: toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', other.publicKey))),
    proof: '',
  });
  hub.manners = { insteadOfEnrolment: () => ({ status: 200, body }) };
  expect(await enrol(folder, hub.ticket())).toMatchObject({ ok: false, problem: { code: 'not-allowed' } });
  expect(await readdir(folder.path)).toEqual(['connector.lock.1', 'keys.json']);
});

test.each([
  ['another connection', { connectionId: 'cnn_other' }],
  ['another hub', { hubUrl: 'ws://elsewhere.example/connector' }],
  ['another connector', { connectorId: 'con_other' }],
  ['no signature', { proof: '' }],
])('an answer that was changed on the way to name %s is not believed', async (_, changedAnswer) => {
  const { hub, folder } = await world();
  hub.manners = { changedAnswer };
  expect(await enrol(folder, hub.ticket())).toMatchObject({ ok: false, problem: { code: 'not-allowed' } });
  expect(await readdir(folder.path)).toEqual(['connector.lock.1', 'keys.json']);
});

test.each([
  [409, '{"code":"ticket-spent","message":"This ticket was used already."}', 'ticket-spent', 'used already'],
  [410, '{"code":"ticket-expired","message":"This ticket has expired."}', 'ticket-expired', 'expired'],
  [404, '{"code":"ticket-unknown","message":"No such ticket."}', 'ticket-unknown', 'No such ticket'],
  [500, '<h1>oops', 'unexpected', 'HTTP status 500'],
  [200, '{}', 'unexpected', 'did not answer as Gatehouse does'],
  [200, 'x'.repeat(40_000), 'unavailable', 'longer than'],
  [302, '', 'unavailable', 'redirection to http://elsewhere/'],
])('HTTP %i %s', async (status, body, code, sentence) => {
  const { hub, folder } = await world();
  hub.manners = { insteadOfEnrolment: () => ({ status, body }) };
  const enrolled = await enrol(folder, hub.ticket());
  expect(enrolled).toMatchObject({ ok: false, problem: { code } });
  if (!enrolled.ok) expect(enrolled.problem.message).toContain(sentence);
});

test('the fragment of the ticket never travels', async () => {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => server.close());
  const { folder } = await world();
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await enrol(folder, ticketUrl(address, 'A'.repeat(43), 'f'.repeat(64)));
  expect(paths).toEqual([`/enrol/${'A'.repeat(43)}`]);
});

test.each(['nonsense', 'http://gatehouse.example/enrol/short#00', 'ftp://gatehouse.example/'])(
  'the ticket URL %s is refused before anything is made',
  async (url) => {
    const { folder } = await world();
    expect(await enrol(folder, url)).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
    await expect(stat(folder.path)).rejects.toThrow();
  },
);

test('nobody there: the sentence names the host', async () => {
  const { hub, folder } = await world();
  const ticket = hub.ticket();
  await hub.stop();
  const enrolled = await enrol(folder, ticket);
  expect(enrolled).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
  if (!enrolled.ok) expect(enrolled.problem.message).toContain(`${new URL(hub.httpUrl).host} cannot be reached`);
  cleanups.shift();
});

test('killed between ticket and answer: the second try shows the same identity and tells what happened', async () => {
  const { hub, folder } = await world();
  const ticket = hub.ticket();
  const identities: (string | undefined)[] = [];
  // The answer is lost on its way, as if the process had died.
  hub.manners = { insteadOfEnrolment: () => ({ status: 200, body: '' }) };
  expect((await enrol(folder, ticket)).ok).toBe(false);
  const before = await readFile(folder.keys, 'utf8');
  hub.manners = {};
  expect((await enrol(folder, ticket)).ok).toBe(true);
  identities.push(hub.enrolled()?.identityKey);
  expect(await readFile(folder.keys, 'utf8')).toBe(before);
  expect(JSON.parse(before).identity.spki).toBe(identities[0]);
});

test('a ticket that this folder may have spent itself', async () => {
  const { hub, folder } = await world();
  const ticket = hub.ticket();
  await enrol(folder, ticket);
  await rm(folder.enrolment);
  const again = await enrol(folder, ticket);
  expect(again).toMatchObject({ ok: false, problem: { code: 'ticket-spent' } });
  if (!again.ok) expect(again.problem.message).toContain('An earlier try from this folder');
  // Another ticket is another identity.
  const before = JSON.parse(await readFile(folder.keys, 'utf8')).identity.spki;
  expect((await enrol(folder, hub.ticket())).ok).toBe(true);
  expect(JSON.parse(await readFile(folder.keys, 'utf8')).identity.spki).not.toBe(before);
});

test('damaged keys are told about, never replaced', async () => {
  const { hub, folder } = await world();
  await enrol(folder, hub.ticket());
  await rm(folder.enrolment);
  const secret = JSON.parse(await readFile(folder.keys, 'utf8')).identity.pkcs8;
  await writeFile(folder.keys, `{"identity":{"pkcs8":"${secret}`);
  const again = await enrol(folder, hub.ticket());
  expect(again).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
  if (!again.ok) expect(again.problem.message).not.toContain(secret.slice(0, 20));
});
