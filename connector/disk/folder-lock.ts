import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

const holderSchema = z.object({ pid: z.int().positive(), born: z.string() });
type Holder = z.infer<typeof holderSchema>;

export type FolderLock = { readonly release: () => void };

/** One daemon to a folder: two would answer to one identity and overwrite each other's revision. */
export async function lockFolder(folder: DataFolder): Promise<Outcome<FolderLock>> {
  const mine = JSON.stringify({ pid: process.pid, born: birthOf(process.pid) ?? '' } satisfies Holder);
  const unique = `${folder.lock}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(unique, mine, { mode: 0o600 });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      // link() fails where the name exists, so of two starting at once only one gets it, and it is never seen half written.
      if (await linkIfFree(unique, folder.lock)) return success({ release: () => release(folder.lock, mine) });
      const holder = await lockHolder(folder);
      if (holder !== undefined)
        return failure(
          'already-exists',
          `The data folder ${folder.path} is in use by the connector with process id ${holder.pid}. Stop that one first, or give this one a folder of its own with --data.`,
        );
      await removeStale(folder.lock, `${unique}.stale`);
    }
    return failure('unavailable', `${folder.lock} keeps changing; try again.`);
  } catch (cause) {
    return failure(
      'unavailable',
      `The data folder ${folder.path} cannot be locked: ${reasonOf(cause)}. Check its rights and free space.`,
    );
  } finally {
    await rm(unique, { force: true });
  }
}

/** The living process that holds the folder, if one does. */
export async function lockHolder(folder: DataFolder): Promise<{ readonly pid: number } | undefined> {
  const holder = readHolder(await readFile(folder.lock, 'utf8').catch(() => ''));
  return holder !== undefined && isAlive(holder) ? { pid: holder.pid } : undefined;
}

function readHolder(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function linkIfFree(existing: string, name: string): Promise<boolean> {
  try {
    await link(existing, name);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** Moved aside before it is judged once more: another process may have replaced it by its own in between. */
async function removeStale(lock: string, aside: string): Promise<void> {
  try {
    await rename(lock, aside);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cause;
  }
  const holder = readHolder(await readFile(aside, 'utf8'));
  if (holder !== undefined && isAlive(holder)) await linkIfFree(aside, lock);
  await rm(aside, { force: true });
}

function release(lock: string, mine: string): void {
  try {
    if (readFileSync(lock, 'utf8') === mine) rmSync(lock);
  } catch {
    // Gone already: there is nothing left to give back.
  }
}

function isAlive({ pid, born }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    // EPERM: it lives, and belongs to somebody else.
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // Process ids come back, after a restart of the machine or in a container even at once: the time of birth tells them apart.
  return born === '' ? pid !== process.pid : birthOf(pid) === born;
}

/** Boot and start time of a process where the system tells them; undefined for one that is gone or only waits to be reaped. */
function birthOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; state and start time are fields 3 and 22 of proc(5).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}
