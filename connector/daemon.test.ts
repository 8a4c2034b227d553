import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Daemon } from '#connector/daemon.ts';
import { probeTls } from '#connector/front/probe-tls.ts';
import { type FakeHub, startFakeHub } from '#connector/test-world/fake-hub.ts';
import { enrolTestConnector, freshFolder, portOf, startTestDaemon } from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintServer } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import type { AcknowledgedFrame } from '#lib/wire/frames.ts';

let root: Authority;
let first: Minted;
let second: Minted;

beforeAll(async () => {
  root = await mintAuthority('Corp Root');
  [first, second] = await Promise.all([mintServer('first', root), mintServer('second', root)]);
});

const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

async function world(): Promise<{ hub: FakeHub; folder: Awaited<ReturnType<typeof freshFolder>>['folder'] }> {
  const hub = await startFakeHub();
  const { folder, remove } = await freshFolder();
  cleanups.push(remove, () => hub.stop());
  await enrolTestConnector(hub, folder);
  return { hub, folder };
}

async function served(daemon: Daemon): Promise<string> {
  return probeTls({ kind: 'address', host: '127.0.0.1', port: portOf(daemon.listener().address) });
}

test('takes a revision over, serves it without Gatehouse, also after a restart, and converges when it is back', async () => {
  const { hub, folder } = await world();
  const daemon = await startTestDaemon(folder);
  const hello = await hub.hellos.next();
  expect(hello).toMatchObject({ connectorId: 'con_test', running: null, listener: { state: 'off' } });

  const authorities = [root.der];
  hub.publish(await hub.sign(testSettings(1, { server: first, authorities }), await hub.sealed(first.key.pkcs8)));
  const answer = await hub.answers.next<AcknowledgedFrame>();
  expect(answer).toMatchObject({ t: 'acknowledged', revision: 1 });
  expect(answer.listener).toMatchObject({ state: 'serving', certificate: first.fingerprint });
  expect(answer.tests.map(({ name, isPassed }) => [name, isPassed])).toEqual([
    ['signature', true],
    ['key-fits', true],
    ['tls-context', true],
    ['listener', true],
    // Its settings name another port than the one it got; that is told, and keeps nobody from anything.
    ['front-facing-url', false],
    ['saved', true],
  ]);
  expect(await served(daemon)).toBe(first.fingerprint);

  await hub.stop();
  expect(await served(daemon)).toBe(first.fingerprint);
  await daemon.close();

  const restarted = await startTestDaemon(folder);
  cleanups.push(() => restarted.close());
  expect(restarted.running()).toBe(1);
  expect(await served(restarted)).toBe(first.fingerprint);

  // Published while the connector could not hear it.
  hub.publish(await hub.sign(testSettings(2, { server: second, authorities }), await hub.sealed(second.key.pkcs8)));
  await hub.listen();
  expect(await hub.hellos.next()).toMatchObject({ running: 1, listener: { certificate: first.fingerprint } });
  expect(await hub.answers.next()).toMatchObject({ t: 'acknowledged', revision: 2 });
  expect(await served(restarted)).toBe(second.fingerprint);
});
