import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Daemon } from '#connector/daemon.ts';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { probeTls } from '#connector/front/probe-tls.ts';
import { type FakeHub, newGatehouseKey, startFakeHub } from '#connector/test-world/fake-hub.ts';
import { enrolTestConnector, freshFolder, portOf, startTestDaemon } from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintServer } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import { type Bytes, toBase64 } from '#lib/core/bytes.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import { sealKey } from '#lib/pki/seal/seal-key.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';
import type { AcknowledgedFrame, RefusedFrame, RevisionFrame } from '#lib/wire/frames.ts';
import type { RevisionRefusal } from '#lib/wire/refusals.ts';

let root: Authority;
let first: Minted;
let second: Minted;
let weak: Minted;
let hub: FakeHub;
let folder: DataFolder;
let removeFolder: () => Promise<void>;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;

beforeAll(async () => {
  root = await mintAuthority('Corp Root');
  [first, second, weak] = await Promise.all([
    mintServer('first', root),
    mintServer('second', root),
    mintServer('weak', root, 'RSA-1024'),
  ]);
  hub = await startFakeHub();
  ({ folder, remove: removeFolder } = await freshFolder());
  await enrolTestConnector(hub, folder);
  daemon = await startTestDaemon(folder);
  await hub.hellos.next();
  await publishGood(10, first);
});

afterAll(async () => {
  await daemon.close();
  await hub.stop();
  await removeFolder();
});

async function settingsWith(revision: number, server: Minted, more: Partial<ConnectorSettings> = {}) {
  return { ...testSettings(revision, { server, authorities: [root.der] }), ...more };
}

async function publishGood(revision: number, server: Minted): Promise<void> {
  hub.publish(await hub.sign(await settingsWith(revision, server), await hub.sealed(server.key.pkcs8)));
  expect(await hub.answers.next()).toMatchObject({ t: 'acknowledged', revision });
}

function served(of: Daemon = daemon): Promise<string> {
  return probeTls({ kind: 'address', host: '127.0.0.1', port: portOf(of.listener().address) });
}

async function offer(frame: RevisionFrame): Promise<AcknowledgedFrame | RefusedFrame> {
  hub.publish(frame);
  return hub.answers.next();
}

/** The refusal is told with the test that failed last, and the revision before runs on, in memory and on the disk. */
async function expectRefused(frame: RevisionFrame, refusal: RevisionRefusal, failed: string, detail: RegExp) {
  const savedBefore = await readFile(folder.revision, 'utf8');
  const runningBefore = daemon.running();
  const servedBefore = await served();
  const answer = await offer(frame);
  expect(answer).toMatchObject({ t: 'refused', revision: frame.revision, refusal });
  if (answer.t === 'refused') expect(answer.detail).toMatch(detail);
  expect(answer.tests.at(-1)).toMatchObject({ name: failed, isPassed: false });
  expect(answer.tests.slice(0, -1).every((test) => test.isPassed)).toBe(true);
  expect(daemon.running()).toBe(runningBefore);
  expect(await served()).toBe(servedBefore);
  expect(await readFile(folder.revision, 'utf8')).toBe(savedBefore);
}

test('settings signed by another key', async () => {
  const { privateKey } = await newGatehouseKey();
  const frame = await hub.sign(await settingsWith(11, second), await hub.sealed(second.key.pkcs8), privateKey);
  await expectRefused(frame, 'signature-invalid', 'signature', /not signed/);
});

test('settings changed on the way', async () => {
  const frame = await hub.sign(await settingsWith(11, second), await hub.sealed(second.key.pkcs8));
  const bytes = Buffer.from(frame.packed, 'base64');
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  await expectRefused({ ...frame, packed: bytes.toString('base64') }, 'signature-invalid', 'signature', /not signed/);
});

test('settings of another connection, signed by the same Gatehouse', async () => {
  const other = { connectionId: 'cnn_other', connectionName: 'Other' };
  const frame = await hub.sign(await settingsWith(11, second, other), await hub.sealed(second.key.pkcs8));
  await expectRefused(frame, 'wrong-connection', 'signature', /Other/);
});

test('an older revision, replayed', async () => {
  const frame = await hub.sign(await settingsWith(9, second), await hub.sealed(second.key.pkcs8));
  await expectRefused(frame, 'older-revision', 'signature', /Revision 9 came, revision 10 was taken over already/);
});

test('an older revision under a newer number', async () => {
  const frame = await hub.sign(await settingsWith(10, second), await hub.sealed(second.key.pkcs8));
  await expectRefused({ ...frame, revision: 99 }, 'settings-unreadable', 'signature', /Revision 99 was announced/);
});

test('settings of a form nobody knows yet', async () => {
  const frame = await hub.sign({ ...(await settingsWith(11, second)), format: 2 as never }, null);
  await expectRefused(frame, 'settings-unreadable', 'signature', /format/);
});

test('client certificates on, and no SSL certificate', async () => {
  await expectRefused(await hub.sign(testSettings(11), null), 'ssl-certificate-missing', 'key-fits', /no certificate/);
});

test('no key for this connector', async () => {
  const frame = await hub.sign(await settingsWith(11, second), null);
  await expectRefused(frame, 'key-not-sealed', 'key-fits', /No key/);
});

test('a key sealed to another connector', async () => {
  const other = await mintServer('another connector', root, 'RSA-2048');
  const [sealed] = await sealKey({
    pkcs8: second.key.pkcs8,
    recipients: [{ connectorId: 'con_other', certificate: other.der }],
  });
  const frame = await hub.sign(await settingsWith(11, second), toBase64(sealed?.envelope ?? new Uint8Array()));
  await expectRefused(frame, 'key-unreadable', 'key-fits', /./);
});

test('a sealed key that was tampered with', async () => {
  const envelope = Buffer.from(await hub.sealed(second.key.pkcs8), 'base64');
  const last = envelope.length - 1;
  envelope[last] = (envelope[last] ?? 0) ^ 1;
  const frame = await hub.sign(await settingsWith(11, second), envelope.toString('base64'));
  await expectRefused(frame, 'key-unreadable', 'key-fits', /./);
});

test('something sealed that is no key', async () => {
  const frame = await hub.sign(await settingsWith(11, second), await hub.sealed(new Uint8Array([1, 2, 3]) as Bytes));
  await expectRefused(frame, 'key-unreadable', 'key-fits', /no private key/);
});

test('the key of another certificate', async () => {
  const frame = await hub.sign(await settingsWith(11, second), await hub.sealed(first.key.pkcs8));
  await expectRefused(frame, 'key-does-not-fit', 'key-fits', /CN=second/);
});

test('an SSL certificate that is none', async () => {
  const settings = await settingsWith(11, second, { sslChain: [toBase64(new Uint8Array([48, 3, 2, 1, 1]))] });
  const frame = await hub.sign(settings, await hub.sealed(second.key.pkcs8));
  await expectRefused(frame, 'certificate-unusable', 'key-fits', /cannot be read/);
});

test('an SSL key that the TLS library finds too weak', async () => {
  const frame = await hub.sign(await settingsWith(11, weak), await hub.sealed(weak.key.pkcs8));
  await expectRefused(frame, 'certificate-unusable', 'tls-context', /key too small/);
});

test('a CA certificate that cannot be read is named', async () => {
  const broken = [toBase64(root.der), toBase64(new Uint8Array([48, 3, 2, 1, 1]))];
  const settings = await settingsWith(11, second, { caCertificates: broken });
  const frame = await hub.sign(settings, await hub.sealed(second.key.pkcs8));
  await expectRefused(frame, 'ca-unusable', 'tls-context', /CA certificate 2/);
});

test('a disk that does not take it', async () => {
  // Not a right but a folder in the way: root may write anywhere.
  const moved = await readFile(folder.revision);
  await rm(folder.revision);
  await mkdir(`${folder.revision}/in-the-way`, { recursive: true });
  const frame = await hub.sign(await settingsWith(11, second), await hub.sealed(second.key.pkcs8));
  const answer = await offer(frame);
  expect(answer).toMatchObject({ t: 'refused', refusal: 'not-saved' });
  expect(answer.tests.at(-1)).toMatchObject({ name: 'saved', isPassed: false });
  expect(daemon.running()).toBe(10);
  expect(await served()).toBe(first.fingerprint);
  await rm(folder.revision, { recursive: true });
  await writeFile(folder.revision, moved);
});

test('after all these, a good one is taken over, and once more when it comes again', async () => {
  await publishGood(11, second);
  expect(await served()).toBe(second.fingerprint);
  await publishGood(11, second);
  await publishGood(12, first);
  expect(await served()).toBe(first.fingerprint);
});

test('client certificates off closes the listener, on opens it again', async () => {
  hub.publish(await hub.sign(testSettings(13, { isOn: false }), null));
  const answer = await hub.answers.next();
  expect(answer).toMatchObject({ t: 'acknowledged', revision: 13 });
  expect(answer.tests.map(({ name }) => name)).toEqual(['signature', 'saved']);
  expect(daemon.listener().state).toBe('off');
  await publishGood(14, second);
  expect(await served()).toBe(second.fingerprint);
});

test('of revisions that come while one is taken over only the newest is', async () => {
  const frames: RevisionFrame[] = [];
  for (const revision of [20, 21, 22, 23])
    frames.push(await hub.sign(await settingsWith(revision, first), await hub.sealed(first.key.pkcs8)));
  for (const frame of frames) hub.publish(frame);
  const answered = [(await hub.answers.next()).revision, (await hub.answers.next()).revision];
  expect(answered).toEqual([20, 23]);
  expect(daemon.running()).toBe(23);
});

test('a second daemon on the folder is refused', async () => {
  await expect(startTestDaemon(folder)).rejects.toThrow(/in use by the connector with process id/);
});

test('no key bytes in the log, nor the clear SSL key on the disk', async () => {
  const log = JSON.stringify(daemon.lines);
  const keys = JSON.parse(await readFile(folder.keys, 'utf8'));
  for (const secret of [keys.identity.pkcs8, keys.sealing.pkcs8, toBase64(first.key.pkcs8), toBase64(second.key.pkcs8)])
    for (const part of secret.slice(40).match(/.{32}/g) ?? []) expect(log).not.toContain(part);
  for (const name of await readdir(folder.path)) {
    const text = await readFile(`${folder.path}/${name}`, 'utf8');
    expect(text).not.toContain(toBase64(first.key.pkcs8).slice(40, 100));
  }
});
