import { execFileSync } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeTls } from '#connector/front/probe-tls.ts';
import { type FakeHub, startFakeHub } from '#connector/test-world/fake-hub.ts';
import { enrolTestConnector, freshFolder, portOf, startTestDaemon } from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintServer } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { childOctets } from '#lib/pki/asn1/child-octets.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import type { KeyRequestOutcome } from '#lib/wire/key-request-outcome.ts';
import type { KeyRequestQuestion } from '#lib/wire/key-request-question.ts';

/* A key that is made on the connector, from the question to the handshake: it is in its file and nowhere else. */

const question: KeyRequestQuestion = {
  kind: 'key-request',
  hosts: [
    { kind: 'dns', value: 'localhost' },
    { kind: 'ip', value: '127.0.0.1' },
  ],
  organisation: 'Fabrikam',
  country: 'SE',
  keyKind: 'P-256',
};
type Made = Extract<KeyRequestOutcome, { result: 'made' }>;

let root: Authority;
let hub: FakeHub;
let place: Awaited<ReturnType<typeof freshFolder>>;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let revision = 0;

beforeAll(async () => {
  root = await mintAuthority('Corp Root');
  hub = await startFakeHub();
  place = await freshFolder();
  await enrolTestConnector(hub, place.folder);
  daemon = await startTestDaemon(place.folder);
  await hub.hellos.next();
});
afterAll(async () => {
  await daemon.close();
  await hub.stop();
  await place.remove();
});

async function made(id: string, more: Partial<KeyRequestQuestion> = {}): Promise<Made> {
  const { outcome } = await hub.askKey({ ...question, ...more }, id);
  if (outcome.result !== 'made') throw new Error(`not made: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** What an authority makes of a request: a certificate over the key in it. */
async function issue({ request, spkiFingerprint }: Made): Promise<Minted> {
  const [info] = childOctets(fromBase64(request) ?? new Uint8Array());
  const [, , spki] = childOctets(info ?? new Uint8Array());
  if (spki === undefined) throw new Error('the request holds no key');
  expect(await sha256Hex(spki)).toBe(spkiFingerprint);
  const key = { kind: 'P-256', spki, pkcs8: new Uint8Array() } as const;
  const { der } = await issueServerCertificate({
    subject: [['CN', 'localhost']],
    key,
    signer: root.signer,
    serial: crypto.getRandomValues(new Uint8Array(8)).with(0, 1) as Uint8Array<ArrayBuffer>,
    notBefore: Date.now() - 3_600_000,
    notAfter: Date.now() + 86_400_000,
    alternativeNames: [{ kind: 'dns', value: 'localhost' }],
  });
  return { der, key, fingerprint: await sha256Hex(der) };
}

async function publish(server: Minted, sealedKey: string | null = null) {
  revision += 1;
  hub.publish(await hub.sign(testSettings(revision, { server, authorities: [root.der] }), sealedKey));
  return hub.answers.next((answer) => answer.revision === revision);
}

const served = () => probeTls({ kind: 'address', host: '127.0.0.1', port: portOf(daemon.listener().address) });
const heldFiles = async () => (await readdir(place.folder.path)).filter((name) => name.startsWith('held-key-'));

test('a request is answered that OpenSSL verifies, and its key is in a file of its owner alone', async () => {
  const answer = await hub.askKey(question, 'qst_first');
  expect(answer).toMatchObject({ iss: 'con_test', connectionId: 'cnn_test', answers: 'qst_first' });
  const outcome = answer.outcome as Made;
  expect(Object.keys(outcome).sort()).toEqual(['request', 'result', 'spkiFingerprint']);
  const pem = toPem('CERTIFICATE REQUEST', fromBase64(outcome.request) ?? new Uint8Array());
  const text = execFileSync('sh', ['-c', 'openssl req -verify -noout -text 2>&1'], { input: pem, encoding: 'utf8' });
  expect(text).toContain('verify OK');
  expect(text).toContain('Subject: C = SE, O = Fabrikam, CN = localhost');
  expect(text).toContain('DNS:localhost, IP Address:127.0.0.1');
  const path = join(place.folder.path, `held-key-${outcome.spkiFingerprint}.new.pem`);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const publicKey = execFileSync('openssl', ['pkey', '-in', path, '-pubout'], { encoding: 'utf8' });
  expect(execFileSync('openssl', ['req', '-pubkey', '-noout'], { input: pem, encoding: 'utf8' })).toBe(publicKey);
});

test('its certificate is served with it, without a sealed key, also after a restart without Gatehouse', async () => {
  const request = await made('qst_served');
  const server = await issue(request);
  expect(await publish(server)).toMatchObject({ t: 'acknowledged', listener: { certificate: server.fingerprint } });
  expect(await served()).toBe(server.fingerprint);
  expect(await heldFiles()).toContain(`held-key-${request.spkiFingerprint}.pem`);
  expect(await heldFiles()).not.toContain(`held-key-${request.spkiFingerprint}.new.pem`);

  const { lines } = daemon;
  const report = () => readFile(place.folder.state, 'utf8').catch(() => '');
  await expect.poll(report).toContain(server.fingerprint);
  const told = await report();
  await hub.stop();
  await daemon.close();
  const others = (await readdir(place.folder.path)).filter((name) => !name.includes(request.spkiFingerprint));
  expect(others).toContain('revision.json');
  const texts = await Promise.all(others.map((name) => readFile(join(place.folder.path, name), 'latin1')));
  daemon = await startTestDaemon(place.folder);
  expect(daemon.running()).toBe(revision);
  expect(await served()).toBe(server.fingerprint);
  await hub.listen();
  await hub.hellos.next();

  // Nowhere but in its file: the middle of the scalar stands in no line of the log, in no report and in no other file.
  const file = await readFile(join(place.folder.path, `held-key-${request.spkiFingerprint}.pem`), 'utf8');
  const key = Buffer.from(file.split('-----')[2] ?? '', 'base64').subarray(36, 68);
  expect(key).toHaveLength(32);
  const needles = [key.toString('hex'), ...[0, 1, 2].map((at) => key.subarray(at, at + 24).toString('base64'))];
  for (const text of [...texts, told, JSON.stringify([...lines, ...daemon.lines]), JSON.stringify(request)])
    for (const needle of needles) expect(text).not.toContain(needle);
});

test('a key that is served with is not forgotten; another one is, and its certificate is then refused', async () => {
  const running = await made('qst_running');
  expect(await publish(await issue(running))).toMatchObject({ t: 'acknowledged' });
  const forget = (one: Made, id: string) =>
    hub.askKey({ kind: 'forget-key', spkiFingerprint: one.spkiFingerprint }, id);
  expect((await forget(running, 'qst_forget_1')).outcome).toMatchObject({ result: 'refused', reason: 'key-in-use' });
  const other = await made('qst_other');
  expect((await forget(other, 'qst_forget_2')).outcome).toEqual({ result: 'forgotten' });
  expect((await forget(other, 'qst_forget_3')).outcome).toEqual({ result: 'forgotten' });
  expect((await heldFiles()).join()).not.toContain(other.spkiFingerprint);
  expect(await publish(await issue(other))).toMatchObject({ t: 'refused', refusal: 'key-not-sealed' });
  expect(await publish(await issue(running))).toMatchObject({ t: 'acknowledged' });
});

test('a sealed key goes before, and a damaged file is named', async () => {
  const sealed = await mintServer('sealed', root);
  expect(await publish(sealed, await hub.sealed(sealed.key.pkcs8))).toMatchObject({ t: 'acknowledged' });
  const damaged = await made('qst_damaged');
  const path = join(place.folder.path, `held-key-${damaged.spkiFingerprint}.new.pem`);
  await writeFile(path, 'what somebody wrote over it');
  expect(await publish(await issue(damaged))).toMatchObject({
    t: 'refused',
    refusal: 'key-unreadable',
    detail: expect.stringContaining('holds no private key'),
  });
  const swapped = await made('qst_swapped');
  const another = await readFile(
    join(place.folder.path, (await heldFiles()).find((name) => name.endsWith('.pem') && !name.includes('.new')) ?? ''),
  );
  await writeFile(join(place.folder.path, `held-key-${swapped.spkiFingerprint}.new.pem`), another);
  expect(await publish(await issue(swapped))).toMatchObject({ t: 'refused', refusal: 'key-does-not-fit' });
});

test('the eleventh key whose certificate never came is refused, until one is forgotten', async () => {
  const waiting = async () => (await heldFiles()).filter((name) => name.endsWith('.new.pem'));
  let last: Made | undefined;
  for (let count = (await waiting()).length; count < 10; count += 1) last = await made(`qst_fill_${count}`);
  // Many at once do not share the last place.
  await hub.askKey({ kind: 'forget-key', spkiFingerprint: last?.spkiFingerprint ?? '' }, 'qst_room');
  const answers = await Promise.all([0, 1, 2].map((one) => hub.askKey(question, `qst_race_${one}`)));
  expect(answers.map(({ outcome }) => outcome.result).sort()).toEqual(['made', 'refused', 'refused']);
  expect(await waiting()).toHaveLength(10);
  const { outcome } = await hub.askKey(question, 'qst_too_many');
  expect(outcome).toMatchObject({ result: 'refused', reason: 'too-many-held-keys' });
});
