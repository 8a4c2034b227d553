import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { probeTls } from '#connector/front/probe-tls.ts';
import { startFakeHub } from '#connector/test-world/fake-hub.ts';
import { type Child, startChild } from '#connector/test-world/start-child.ts';
import { enrolTestConnector, freshFolder, portOf } from '#connector/test-world/start-test-daemon.ts';
import { mintAuthority, mintServer } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';

const kills = 25;
const program = new URL('./main.ts', import.meta.url).pathname;
const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The same moments in every run. */
function moments(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test(`killed ${kills} times during takeovers: after each start a whole revision serves, none older than acknowledged, and it converges`, async () => {
  const root = await mintAuthority('Corp Root');
  const servers = await Promise.all([mintServer('even', root), mintServer('odd', root)]);
  const hub = await startFakeHub();
  const { folder, remove } = await freshFolder();
  cleanups.push(remove, () => hub.stop());
  await enrolTestConnector(hub, folder);
  const sealed = await Promise.all(servers.map((server) => hub.sealed(server.key.pkcs8)));
  const random = moments(7);
  let published = 0;
  let acknowledged = 0;

  const publish = async () => {
    published += 1;
    const server = servers[published % 2];
    if (server === undefined) throw new Error('no server');
    const settings = testSettings(published, { server, authorities: [root.der] });
    hub.publish(await hub.sign(settings, sealed[published % 2] ?? null));
  };
  const takeAnswers = async (until: number) => {
    while (acknowledged < until) {
      const answer = await hub.answers.next();
      expect(answer).toMatchObject({ t: 'acknowledged' });
      acknowledged = answer.revision;
    }
  };

  await publish();
  let child: Child | undefined;
  cleanups.push(async () => child?.kill('SIGKILL'));
  for (let round = 0; round <= kills; round += 1) {
    child = startChild(program, ['run', '--data', folder.path]);
    const started = await child.lines.next((line) => line.msg === 'connector started');
    const { running } = await hub.hellos.next();
    if (round > 0) {
      const restored = await child.lines.next((line) => line['from'] === 'disk');
      expect(restored).toMatchObject({ msg: 'revision taken over', revision: running });
      expect(restored['certificate']).toBe(servers[(running ?? 0) % 2]?.fingerprint);
      const { state, address } = started['listener'] as { state: string; address: string };
      expect(state, child.output()).toBe('serving');
      expect(running).toBeGreaterThanOrEqual(acknowledged);
      expect(running).toBeLessThanOrEqual(published);
      await takeAnswers(published === running ? acknowledged : published);
      const seen = await probeTls({ kind: 'address', host: '127.0.0.1', port: portOf(address) });
      expect(seen).toBe(servers[published % 2]?.fingerprint);
    } else await takeAnswers(1);
    if (round === kills) break;
    // One to three revisions in quick succession, and the kill falls somewhere among them.
    for (let count = 1 + Math.floor(random() * 3); count > 0; count -= 1) await publish();
    await sleep(random() * 60);
    await child.kill('SIGKILL');
    for (let answer = hub.answers.all().length; answer > 0; answer -= 1)
      acknowledged = Math.max(acknowledged, (await hub.answers.next()).revision);
  }
  await child?.kill('SIGTERM');
  expect(await child?.exited).toEqual({ code: 0, signal: null });
  // A clean end leaves no half-written file.
  expect((await readdir(folder.path)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
}, 240_000);
