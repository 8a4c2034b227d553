import { once } from 'node:events';
import { Agent } from 'node:https';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { probeHandshake } from '#connector/front/probe-tls.ts';
import { ask } from '#connector/test-world/ask.ts';
import { type SignInWorld, startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { clientIdentity, portOf, startTestDaemon } from '#connector/test-world/start-test-daemon.ts';
import { mintClient } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(...parts: Parameters<typeof startSignInWorld>): Promise<SignInWorld> {
  const world = await startSignInWorld(...parts);
  cleanups.push(world.close);
  return world;
}

async function occupied(): Promise<{ readonly port: number; readonly free: () => Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const free = async () => {
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  };
  cleanups.push(free);
  return { port, free };
}

const kerberosUrl = 'https://sso.example.test:8444';
const silent = { isOn: false, kerberos: { enabled: true } };
const both = { isOn: true, kerberos: { enabled: true, frontFacingUrl: kerberosUrl } };

const isAsking = async (port: number) => (await probeHandshake({ kind: 'address', host: '127.0.0.1', port })).isAsking;

test('asking begins and ends 30 times on one port, and no request is lost', async () => {
  const world = await start();
  const port = world.port();
  const tls = clientIdentity(await mintClient('Alice', world.root));
  let isOver = false;
  let answered = 0;
  const lost: unknown[] = [];
  const keep = async (agent: Agent | undefined): Promise<void> => {
    while (!isOver) {
      try {
        const { status } = await ask(port, { path: '/', tls, ...(agent === undefined ? {} : { agent }) });
        expect(status).toBe(200);
        answered += 1;
      } catch (cause) {
        lost.push(cause);
      }
    }
  };
  const agent = new Agent({ keepAlive: true, maxSockets: 2, rejectUnauthorized: false });
  const traffic = [keep(undefined), keep(undefined), keep(agent)];
  for (let round = 0; round < 30; round += 1) {
    const isOn = round % 2 === 1;
    await world.publish(isOn ? {} : silent);
    expect(await isAsking(port)).toBe(isOn);
    expect(world.port()).toBe(port);
  }
  isOver = true;
  await Promise.all(traffic);
  agent.destroy();
  expect(lost).toEqual([]);
  expect(answered).toBeGreaterThan(30);
}, 60_000);

test('Kerberos alone needs no CA certificate that can be read', async () => {
  const world = await start({ settings: { ...silent, authorities: [] } });
  expect(world.daemon.listener().state).toBe('serving');
  expect(await isAsking(world.port())).toBe(false);
  expect((await ask(world.port(), { path: '/check' })).status).toBe(404);
});

test('where the second listener fails, the revision is refused by its name and the one before runs on', async () => {
  const { port, free } = await occupied();
  const world = await start({ config: { kerberos: { keytab: '/dev/null', listen: { host: '127.0.0.1', port } } } });
  const { hub, server, root } = world;
  const before = world.daemon.listener();
  const settings = testSettings(9, { server, authorities: [root.der], ...both });
  hub.publish(await hub.sign(settings, await hub.sealed(server.key.pkcs8)));
  expect(await hub.answers.next()).toMatchObject({
    t: 'refused',
    refusal: 'listener-failed',
    detail: `127.0.0.1:${port}: another program listens there already.`,
  });
  expect(world.daemon.listener()).toEqual(before);
  expect(world.daemon.running()).toBe(1);
  // And is taken over by itself once the port is free.
  await free();
  await hub.hellos.next(({ running }) => running === 9);
  expect(await isAsking(port)).toBe(false);
});

test('a second port in use at a restart: the first listener serves, the state says so, and the second follows', async () => {
  const world = await start({
    config: { kerberos: { keytab: '/dev/null', listen: { host: '127.0.0.1', port: 0 } } },
    settings: both,
  });
  const { hub, folder } = world;
  await world.daemon.close();
  const { port, free } = await occupied();
  await world.configure({ kerberos: { keytab: '/dev/null', listen: { host: '127.0.0.1', port } } });
  const again = await startTestDaemon(folder);
  cleanups.push(again.close);
  const hello = await hub.hellos.next(({ running }) => running === 1);
  expect(hello.listener).toMatchObject({
    state: 'serving',
    detail: `The listener for Kerberos failed: 127.0.0.1:${port}: another program listens there already.`,
  });
  expect(await isAsking(portOf(again.listener().address))).toBe(true);
  await free();
  const recovered = await hub.hellos.next(({ running }) => running === 1);
  expect(recovered.listener.detail).toBeUndefined();
  expect(await isAsking(port)).toBe(false);
});

test('with everything off both listeners close', async () => {
  const world = await start({
    config: { kerberos: { keytab: '/dev/null', listen: { host: '127.0.0.1', port: 0 } } },
    settings: both,
  });
  const port = world.port();
  await world.publish({ isOn: false, kerberos: { enabled: false, frontFacingUrl: '' } });
  await expect(ask(port)).rejects.toThrow();
  expect(world.daemon.listener().state).toBe('off');
});
