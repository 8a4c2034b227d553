import { fsyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';

/** What was brought to the disk so far. */
export type Disk = { readonly syncs: () => number };

/** PGlite starts PostgreSQL with fsync off (-F). fdatasync does nothing in its file system, so commits are to use fsync. */
export function durableStartParams(defaults: readonly string[]): string[] {
  return [...defaults.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];
}

/**
 * PGlite's file system has no fsync of its own; this gives it the disk's. Whatever a failure throws, PGlite would swallow and acknowledge
 * the commit, so `onFailure` has to end the store, as PostgreSQL itself does.
 */
export function passFsyncOn(store: PGlite, onFailure: (cause: unknown) => void): Disk {
  type Stream = { readonly nfd?: number };
  const files = store.Module.NODEFS as unknown as { readonly stream_ops?: { fsync?: (stream: Stream) => number } };
  if (files?.stream_ops === undefined) throw new Error('this version of PGlite has no NODEFS to add fsync to');
  let syncs = 0;
  files.stream_ops.fsync = ({ nfd }) => {
    try {
      if (nfd !== undefined) {
        fsyncSync(nfd);
        syncs += 1;
      }
    } catch (cause) {
      // Some file systems know no fsync for folders.
      if ((cause as NodeJS.ErrnoException).code !== 'EINVAL') onFailure(cause);
    }
    return 0;
  };
  return { syncs: () => syncs };
}

/** A commit that reached no fsync would be lost with the power, so Gatehouse does not start on such a store. */
export async function assertCommitsReachTheDisk(store: PGlite, disk: Disk): Promise<void> {
  const before = disk.syncs();
  await store.query(`select pg_logical_emit_message(true, 'gatehouse', 'start')`);
  if (disk.syncs() > before) return;
  throw new Error(
    'The embedded database does not write its commits through to the disk (fsync was not called). ' +
      'Use the PGlite version of package-lock.json, or a PostgreSQL through DATABASE_URL.',
  );
}
