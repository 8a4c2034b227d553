import { afterEach, expect, test } from 'vitest';
import { type FakeHub, startFakeHub } from '#connector/test-world/fake-hub.ts';
import { type Child, startChild } from '#connector/test-world/start-child.ts';
import { freshFolder } from '#connector/test-world/start-test-daemon.ts';
import { mintAuthority, mintServer } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';

const program = new URL('./main.ts', import.meta.url).pathname;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function world(): Promise<{ hub: FakeHub; data: string; start: (...words: string[]) => Child }> {
  const hub = await startFakeHub();
  const { folder, remove } = await freshFolder();
  cleanups.push(remove, () => hub.stop());
  const start = (...words: string[]) => {
    const child = startChild(program, words);
    cleanups.push(() => child.kill('SIGKILL'));
    return child;
  };
  return { hub, data: folder.path, start };
}

async function outcome(child: Child): Promise<{ readonly code: number | null; readonly output: string }> {
  const { code } = await child.exited;
  return { code, output: child.output() };
}

test('enrol, run, status, stop', async () => {
  const { hub, data, start } = await world();
  const enrolled = await outcome(
    start('enrol', hub.ticket(), '--data', data, '--name', 'gate-1', '--listen', '127.0.0.1:0', '--exit'),
  );
  expect(enrolled).toMatchObject({ code: 0, output: expect.stringContaining('Enrolled as “gate-1” of “Corp”') });

  const stopped = await outcome(start('status', '--data', data, '--json'));
  expect(stopped.code).toBe(3);
  expect(JSON.parse(stopped.output)).toMatchObject({ connector: 'gate-1', daemon: null });

  const daemon = start('run', '--data', data);
  await hub.hellos.next();
  const root = await mintAuthority('Corp Root');
  const server = await mintServer('sign-in', root);
  const settings = testSettings(1, { server, authorities: [root.der] });
  hub.publish(await hub.sign(settings, await hub.sealed(server.key.pkcs8)));
  await hub.answers.next();

  const second = await outcome(start('run', '--data', data));
  expect(second).toMatchObject({
    code: 1,
    output: expect.stringContaining(`in use by the connector with process id ${daemon.process.pid}`),
  });

  const running = await statusOnce(() => start('status', '--data', data, '--json'), 'serving');
  expect(running.daemon).toMatchObject({
    pid: daemon.process.pid,
    link: { state: 'online' },
    running: 1,
    listener: { state: 'serving', certificate: server.fingerprint },
  });
  const shown = await outcome(start('status', '--data', data));
  expect(shown.code).toBe(0);
  expect(shown.output).toMatch(/Link +online since/);
  expect(shown.output).toContain(server.fingerprint);

  await daemon.kill('SIGTERM');
  expect(await daemon.exited).toEqual({ code: 0, signal: null });
  expect(daemon.output()).toContain('stopping');
  expect(await hub.closes.next()).toEqual({ code: 1001 });
});

/** state.json is written after the answer to Gatehouse; each look starts a process, so there is no busy waiting. */
async function statusOnce(look: () => Child, state: string): Promise<{ daemon: { listener: { state: string } } }> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const status = JSON.parse((await outcome(look())).output);
    if (status.daemon?.listener.state === state) return status;
  }
  throw new Error(`the listener never was ${state}`);
}

test('enrolling goes on to run', async () => {
  const { hub, data, start } = await world();
  const child = start('enrol', hub.ticket(), '--data', data, '--listen', '127.0.0.1:0');
  expect(await hub.hellos.next()).toMatchObject({ running: null });
  await child.kill('SIGINT');
  expect(await child.exited).toEqual({ code: 0, signal: null });
});

test.each([
  [['--version'], 0, /^gatehouse-connector \d+\.\d+\.\d+\n$/],
  [[], 0, /enrol TICKET-URL/],
  [['fly'], 2, /“fly” is no command/],
  [['enrol', 'http://gatehouse.example/'], 1, /That is no ticket URL/],
  [['run', '--data', '/nonexistent/folder'], 1, /holds no enrolled connector/],
  [['status', '--data', '/nonexistent/folder'], 1, /holds no enrolled connector/],
])('%o ends with %i and a sentence', async (words, code, sentence) => {
  const { start } = await world();
  const ended = await outcome(start(...words));
  expect(ended.code).toBe(code);
  expect(ended.output).toMatch(sentence);
  expect(ended.output).not.toMatch(/\n\s+at /);
});

test('a refused ticket is a sentence', async () => {
  const { hub, data, start } = await world();
  const problem = { code: 'ticket-expired', message: 'This ticket has expired. Make a new one in the console.' };
  hub.manners = { insteadOfEnrolment: () => ({ status: 410, body: JSON.stringify(problem) }) };
  const ended = await outcome(start('enrol', hub.ticket(), '--data', data));
  expect(ended).toEqual({ code: 1, output: `gatehouse-connector: ${problem.message}\n` });
});
