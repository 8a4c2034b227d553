import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, expect, it } from 'vitest';
import { assertCommitsReachTheDisk, durableStartParams, passFsyncOn } from '#lib/db/pglite-fsync.ts';
import { newDataDirectory } from '#lib/db/test-database.test-support.ts';

const opened: { store: PGlite; folder: string }[] = [];

async function openStore(startParams: string[]): Promise<PGlite> {
  const folder = await newDataDirectory();
  const store = await PGlite.create({ dataDir: join(folder, 'store'), startParams });
  opened.push({ store, folder });
  return store;
}

afterEach(async () => {
  for (const { store, folder } of opened.splice(0)) {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

it('brings every commit to the disk, and only commits that wrote', async () => {
  const store = await openStore(durableStartParams(PGlite.defaultStartParams));
  const disk = passFsyncOn(store, (cause) => expect.unreachable(String(cause)));
  await assertCommitsReachTheDisk(store, disk);
  const before = disk.syncs();
  await store.query('select 1');
  expect(disk.syncs()).toBe(before);
  for (let count = 0; count < 5; count += 1) {
    await store.query(`insert into sign_in_attempts (key, failures, window_started_at) values ($1, 1, 1)`, [
      String(count),
    ]);
  }
  expect(disk.syncs()).toBeGreaterThanOrEqual(before + 5);
});

it('refuses a store that acknowledges without the disk', async () => {
  const store = await openStore(PGlite.defaultStartParams);
  const disk = passFsyncOn(store, () => {});
  await expect(assertCommitsReachTheDisk(store, disk)).rejects.toThrow(
    'does not write its commits through to the disk',
  );
});
