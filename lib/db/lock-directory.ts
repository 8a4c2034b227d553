import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { lockWithSocket } from '#lib/db/lock-socket.ts';

export type DirectoryLock = { readonly release: () => Promise<void> };

type Owner = { readonly pid: number; readonly startTime: string; readonly bootId: string };

/** The embedded database has no lock of its own: two processes on one directory silently lose each other's rows. */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const file = join(directory, 'gatehouse.lock');
  const owner = readOwner(file);
  const release = await bindAbstractSocket(directory);
  if (release === 'taken' || (owner !== undefined && isAlive(owner) && owner.pid !== process.pid)) {
    if (release !== 'taken') await release();
    throw new Error(sentence(directory, owner));
  }
  const releaseSocket = await lockWithSocket(directory);
  if (releaseSocket === 'taken') {
    await release();
    // Its number means nothing outside of its container.
    throw new Error(sentence(directory, undefined));
  }
  writeFileSync(file, JSON.stringify(ownerOf(process.pid)), { mode: 0o600 });
  return {
    release: async () => {
      rmSync(file, { force: true });
      await releaseSocket();
      await release();
    },
  };
}

function sentence(directory: string, owner: Owner | undefined): string {
  const who = owner === undefined ? 'another process' : `process ${owner.pid}`;
  return `The data directory ${directory} is in use by ${who}. Stop that process, or start this one with another data directory.`;
}

/**
 * An abstract unix socket is bound by at most one process of a machine (or of a container, whose network is its own), and the kernel frees
 * it however that process ends. Systems other than Linux have none; there the pid file alone decides.
 */
async function bindAbstractSocket(directory: string): Promise<'taken' | (() => Promise<void>)> {
  if (process.platform !== 'linux') return async () => {};
  const name = createHash('sha256').update(realpathSync(directory)).digest('hex');
  const server = createServer((socket) => socket.destroy());
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(`\0gatehouse-${name}`, resolve);
    });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') return 'taken';
    throw cause;
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function readOwner(file: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const isOwner = typeof owner === 'object' && owner !== null && 'pid' in owner && typeof owner.pid === 'number';
    return isOwner ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // The number may have been given to another process since, or have been another machine's.
  const now = ownerOf(owner.pid);
  return now.startTime === owner.startTime && now.bootId === owner.bootId;
}

function ownerOf(pid: number): Owner {
  return { pid, startTime: startTimeOf(pid), bootId: readText('/proc/sys/kernel/random/boot_id').trim() };
}

/** Field 22 of /proc/PID/stat, counted behind the parenthesis that closes the command's name. */
function startTimeOf(pid: number): string {
  const stat = readText(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
