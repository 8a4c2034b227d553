import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeTls } from '#connector/front/probe-tls.ts';
import { startFakeHub } from '#connector/test-world/fake-hub.ts';
import { startChild } from '#connector/test-world/start-child.ts';
import { portOf } from '#connector/test-world/start-test-daemon.ts';
import { mintAuthority, mintServer } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import { bundleConnector } from '#script/bundle-connector.ts';

let elsewhere: string;
let program: string;

beforeAll(async () => {
  const workshop = await mkdtemp(join(tmpdir(), 'gatehouse-bundle-'));
  elsewhere = await mkdtemp(join(tmpdir(), 'gatehouse-elsewhere-'));
  program = join(elsewhere, 'gatehouse-connector.mjs');
  await bundleConnector(join(workshop, 'gatehouse-connector.mjs'));
  await copyFile(join(workshop, 'gatehouse-connector.mjs'), program);
  await rm(workshop, { recursive: true });
});
afterAll(() => rm(elsewhere, { recursive: true, force: true }));

test('the bundled file tells its version', async () => {
  const child = startChild(program, ['--version']);
  expect(await child.exited).toEqual({ code: 0, signal: null });
  expect(child.output()).toMatch(/^gatehouse-connector \d+\.\d+\.\d+\n$/);
});

test('the bundled file alone enrols, serves a revision and stops', async () => {
  const hub = await startFakeHub();
  const data = join(elsewhere, 'data');
  const child = startChild(program, ['enrol', hub.ticket(), '--data', data, '--listen', '127.0.0.1:0']);
  try {
    await hub.hellos.next();
    const root = await mintAuthority('Corp Root');
    const server = await mintServer('sign-in', root);
    const settings = testSettings(1, { server, authorities: [root.der] });
    hub.publish(await hub.sign(settings, await hub.sealed(server.key.pkcs8)));
    const answer = await hub.answers.next();
    expect(answer, child.output()).toMatchObject({ t: 'acknowledged' });
    if (answer.t !== 'acknowledged') return;
    const port = portOf(answer.listener.address);
    expect(await probeTls({ kind: 'address', host: '127.0.0.1', port })).toBe(server.fingerprint);
    expect(await readdir(elsewhere)).toEqual(expect.arrayContaining(['data', 'gatehouse-connector.mjs']));
  } finally {
    await child.kill('SIGTERM');
    await hub.stop();
  }
  expect(await child.exited).toEqual({ code: 0, signal: null });
});
