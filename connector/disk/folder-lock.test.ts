import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir, writeFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { lockFolder, lockHolder } from '#connector/disk/folder-lock.ts';
import { freshFolder } from '#connector/test-world/start-test-daemon.ts';

const removes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of removes.splice(0)) await remove();
});

async function fresh() {
  const { folder, remove } = await freshFolder();
  removes.push(remove);
  return folder;
}

test('one holder at a time; the folder is free again afterwards', async () => {
  const folder = await fresh();
  const first = await lockFolder(folder);
  expect(first.ok).toBe(true);
  expect(await lockHolder(folder)).toMatchObject({ pid: process.pid });
  const second = await lockFolder(folder);
  expect(second).toMatchObject({ ok: false, problem: { code: 'already-exists' } });
  if (!second.ok) expect(second.problem.message).toContain(String(process.pid));
  if (first.ok) first.value.release();
  expect(await lockHolder(folder)).toBeUndefined();
  expect((await lockFolder(folder)).ok).toBe(true);
  expect(await readdir(folder.path)).toHaveLength(1);
});

test('of many at once exactly one gets it, also over the lock of a dead process', async () => {
  for (let round = 0; round < 10; round += 1) {
    const folder = await fresh();
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    await writeFile(`${folder.lock}.7`, JSON.stringify({ pid: dead.pid, born: 'long ago' }));
    const all = await Promise.all(Array.from({ length: 8 }, () => lockFolder(folder)));
    expect(all.filter((one) => one.ok)).toHaveLength(1);
    expect(await readdir(folder.path)).toEqual(['connector.lock.8']);
  }
});

test.each([
  // The process id came back, for another process or for this very one in a new container.
  JSON.stringify({ pid: process.pid, born: 'another boot 1' }),
  JSON.stringify({ pid: process.ppid, born: 'another boot 1' }),
  '',
  '{"pid":',
])('the lock %o is stale', async (text) => {
  const folder = await fresh();
  await writeFile(`${folder.lock}.1`, text);
  expect((await lockFolder(folder)).ok).toBe(true);
});

test('another living process keeps the folder', async () => {
  const folder = await fresh();
  const script = `import('${import.meta.dirname}/folder-lock.ts').then(async ({ lockFolder }) => {
    console.log((await lockFolder({ path: '${folder.path}', lock: '${folder.lock}' })).ok); setInterval(() => {}, 1e6); })`;
  const child = spawn(process.execPath, ['-e', script]);
  const [said] = await once(child.stdout, 'data');
  expect(String(said).trim()).toBe('true');
  expect(await lockFolder(folder)).toMatchObject({ ok: false, problem: { code: 'already-exists' } });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await lockFolder(folder)).ok).toBe(true);
});

test('a folder that is not there is told about', async () => {
  const folder = await fresh();
  const missing = { ...folder, path: `${folder.path}/no`, lock: `${folder.path}/no/connector.lock` };
  expect(await lockFolder(missing)).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
  await expect(access(missing.path)).rejects.toThrow();
});
