import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { removeHalfWrittenFiles, writeFileAtomically } from '#connector/disk/write-file-atomically.ts';
import { freshFolder } from '#connector/test-world/start-test-daemon.ts';

const removes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of removes.splice(0)) await remove();
});

async function fresh(): Promise<string> {
  const { folder, remove } = await freshFolder();
  removes.push(remove);
  return folder.path;
}

test('replaces a file, leaves nothing beside it, and lets only its owner read it', async () => {
  const folder = await fresh();
  const path = join(folder, 'keys.json');
  await writeFile(path, 'old', { mode: 0o644 });
  await writeFileAtomically(path, 'new');
  expect(await readFile(path, 'utf8')).toBe('new');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['keys.json']);
});

test('keeps the old file where the new one cannot be put', async () => {
  const folder = await fresh();
  const path = join(folder, 'busy');
  await mkdir(join(path, 'inside'), { recursive: true });
  await expect(writeFileAtomically(path, 'new')).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['busy']);
  expect(await readdir(path)).toEqual(['inside']);
});

test('removes what a killed process left, and nothing else', async () => {
  const folder = await fresh();
  await writeFile(join(folder, '.revision.json.77.tmp'), '{"half');
  await writeFile(join(folder, 'mine.tmp'), 'kept');
  await writeFile(join(folder, '.hidden'), 'kept');
  await chmod(folder, 0o700);
  await removeHalfWrittenFiles(folder);
  expect((await readdir(folder)).sort()).toEqual(['.hidden', 'mine.tmp']);
});
