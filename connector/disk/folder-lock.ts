import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

const holderSchema = z.object({ pid: z.int().positive(), born: z.string() });
type Holder = z.infer<typeof holderSchema>;

export type FolderLock = { readonly release: () => void };

/**
 * One daemon to a folder: two would answer to one identity and overwrite each other's revision. Locks are numbered, the highest one
 * counts, and a dead one is never taken away but outnumbered: so of two that find it dead at once only one gets the next number.
 */
export async function lockFolder(folder: DataFolder): Promise<Outcome<FolderLock>> {
  const unique = `${folder.lock}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    const mine: Holder = { pid: process.pid, born: birthOf(process.pid) ?? '' };
    await writeFile(unique, JSON.stringify(mine), { mode: 0o600 });
    const latest = (await lockNumbers(folder))[0] ?? 0;
    const holder = await holderOf(lockPath(folder, latest));
    if (holder !== undefined) return inUse(folder, holder);
    const path = lockPath(folder, latest + 1);
    if (!(await linkIfFree(unique, path))) return inUse(folder, await lockHolder(folder));
    const [highest, ...outnumbered] = await lockNumbers(folder);
    if (highest !== latest + 1) {
      // Somebody was two steps ahead, and had cleared the number that was free here.
      await rm(path, { force: true });
      return inUse(folder, await lockHolder(folder));
    }
    for (const number of outnumbered) await rm(lockPath(folder, number), { force: true });
    return success({ release: () => release(path) });
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
  const [latest] = await lockNumbers(folder);
  return latest === undefined ? undefined : holderOf(lockPath(folder, latest));
}

function inUse(folder: DataFolder, holder: { readonly pid: number } | undefined) {
  const who = holder === undefined ? 'another connector' : `the connector with process id ${holder.pid}`;
  return failure(
    'already-exists',
    `The data folder ${folder.path} is in use by ${who}. Stop that one first, or give this one a folder of its own with --data.`,
  );
}

function lockPath(folder: DataFolder, number: number): string {
  return `${folder.lock}.${number}`;
}

/** The numbers there are, highest first. */
async function lockNumbers(folder: DataFolder): Promise<readonly number[]> {
  const start = `${basename(folder.lock)}.`;
  const names = await readdir(folder.path);
  return names
    .filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
    .map((name) => Number(name.slice(start.length)))
    .sort((a, b) => b - a);
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    const holder = holderSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return isAlive(holder) ? holder : undefined;
  } catch {
    // Not there, given back, or cut short by a full disk: nobody holds it.
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

/** Emptied, not removed: the number stays taken. */
function release(path: string): void {
  try {
    writeFileSync(path, '');
  } catch {
    // The process ends anyway, and then the lock is a dead one's.
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
