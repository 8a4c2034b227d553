import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Agent } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '#connector/test-world/ask.ts';
import { type FakeHub, startFakeHub } from '#connector/test-world/fake-hub.ts';
import { listAddress } from '#connector/test-world/list-address.ts';
import {
  clientIdentity,
  enrolTestConnector,
  freshFolder,
  portOf,
  startTestDaemon,
} from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintClient, mintServer } from '#connector/test-world/test-certificates.ts';
import { type SettingsParts, testSettings } from '#connector/test-world/test-settings.ts';
import type { Bytes } from '#lib/core/bytes.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';

const hour = 3_600_000;
const serial = Uint8Array.of(1, 2, 3, 4);

let root: Authority;
let server: Minted;
let site: Server;
let hub: FakeHub;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let revision = 0;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  root = await mintAuthority('Corp Root');
  server = await mintServer('sign-in', root);
  const at = Date.now() - hour;
  const list = await issueCrl({
    signer: root.signer,
    thisUpdate: at,
    nextUpdate: at + 24 * hour,
    revoked: [{ serial, at }],
  });
  site = createServer(({ url }, response) =>
    url === '/root.crl' ? response.end(list) : response.writeHead(404).end(),
  ).listen(0, '127.0.0.1');
  await once(site, 'listening');
  hub = await startFakeHub();
  const { folder, remove } = await freshFolder();
  await enrolTestConnector(hub, folder);
  daemon = await startTestDaemon(folder);
  cleanups.push(
    () => site.close(),
    remove,
    () => hub.stop(),
    () => daemon.close(),
  );
  await hub.hellos.next();
});
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function publish(revocation: NonNullable<SettingsParts['revocation']>): Promise<void> {
  revision += 1;
  const settings = testSettings(revision, { server, authorities: [root.der], revocation });
  hub.publish(await hub.sign(settings, await hub.sealed(server.key.pkcs8)));
  expect(await hub.answers.next()).toMatchObject({ t: 'acknowledged' });
}

const mint = (name: string, path: string, more: { serial?: Bytes } = {}) => {
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}${path}`;
  return mintClient(name, root, { furtherExtensions: [listAddress(url)], ...more });
};

async function check(own: Minted, agent?: Agent) {
  const answer = await ask(portOf(daemon.listener().address), {
    path: '/check',
    headers: { accept: 'application/json' },
    tls: clientIdentity(own),
    ...(agent === undefined ? {} : { agent }),
  });
  return { ...answer, view: JSON.parse(answer.body) };
}

test('the check page says of revocation what a sign-in would say', async () => {
  const [revoked, good, unlisted] = await Promise.all([
    mint('Revoked', '/root.crl', { serial }),
    mint('Good', '/root.crl'),
    mint('Unlisted', '/none.crl'),
  ]);
  await publish('off');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect((await check(revoked, agent)).view).toMatchObject({ accepted: true, refusal: null });

  await publish('fail-closed');
  expect((await check(good)).view).toMatchObject({ accepted: true });
  expect(await check(unlisted)).toMatchObject({
    status: 403,
    view: { refusal: 'revocation-unknown', headline: 'Nobody can tell whether your certificate was revoked' },
  });
  // On the connection that was let in before.
  expect(await check(revoked, agent)).toMatchObject({
    status: 403,
    headers: { connection: 'close' },
    view: { accepted: false, refusal: 'revoked', headline: 'Your certificate was revoked' },
  });
  const line = daemon.lines.findLast((one) => one['fingerprint'] === revoked.fingerprint);
  expect(line).toMatchObject({ refusal: 'revoked', revocation: expect.stringContaining('with 1 entries') });

  await publish('fail-open');
  expect((await check(unlisted)).view).toMatchObject({ accepted: true });
  expect((await check(revoked)).view).toMatchObject({ refusal: 'revoked' });
  agent.destroy();
});
