import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockWithSocket } from '#lib/db/lock-socket.ts';

let folder: string;
beforeEach(() => {
  // Longer than the path of a socket may be.
  folder = join(mkdtempSync(join(tmpdir(), 'gatehouse-lock-')), 'x'.repeat(120));
  mkdirSync(folder);
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

async function locked(): Promise<() => Promise<void>> {
  const release = await lockWithSocket(folder);
  if (release === 'taken') throw new Error('taken');
  return release;
}

it('is taken until it is given back, and leaves nothing', async () => {
  const release = await locked();
  expect(await lockWithSocket(folder)).toBe('taken');
  expect(readdirSync(folder)).toHaveLength(1);
  await release();
  expect(readdirSync(folder)).toEqual([]);
  await (await locked())();
});

it('never lets two in, however many come at once', async () => {
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => lockWithSocket(folder)));
  const holders = outcomes.filter((outcome) => outcome !== 'taken');
  expect(holders.length).toBeLessThanOrEqual(1);
  for (const release of holders) await release();
  expect(readdirSync(folder)).toEqual([]);
});

it('is not held by the dead', async () => {
  const module = pathToFileURL(join(import.meta.dirname, 'lock-socket.ts')).href;
  const script = `const { lockWithSocket } = await import(${JSON.stringify(module)});
    await lockWithSocket(process.argv[1]); console.log('locked'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(await lockWithSocket(folder)).toBe('taken');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(readdirSync(folder)).toHaveLength(1);
  const release = await locked();
  expect(readdirSync(folder)).toHaveLength(1);
  await release();
});
