import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { postgresPrograms } from './install-test-parts.ts';

export type TemporaryPostgres = {
  readonly url: string;
  /** As if it crashed: every connection ends at once, what was committed stays. */
  readonly kill: () => Promise<void>;
  /** After a kill: the same URL, the same rows. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const readyWithinMs = 30_000;

/** A PostgreSQL of its own in a new folder, reached by a unix socket only. It refuses to run as root, so there it runs as another user. */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('PostgreSQL is not installed (Debian: apt-get install postgresql).');
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-postgres-'));
  const user = unprivilegedUser();
  if (user !== undefined) {
    chownSync(folder, user.uid, user.gid);
    chmodSync(folder, 0o755);
  }
  const data = join(folder, 'data');
  const options = { cwd: folder, ...user };
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'gatehouse', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    {
      ...options,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const args = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'max_connections=200'];
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    server = spawn(join(programs, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    await saysReady(server);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  };
  const stop = async (): Promise<void> => {
    await end('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (cause) {
    await stop();
    throw cause;
  }
  const url = `postgres://gatehouse@localhost/postgres?host=${encodeURIComponent(folder)}`;
  // SIGQUIT is an immediate shutdown: the next start has to recover.
  return { url, kill: () => end('SIGQUIT'), start, stop };
}

function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (what: string): number =>
        Number(execFileSync('id', [what, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user; the next one.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.');
}

async function saysReady(server: ChildProcess): Promise<void> {
  let said = '';
  await Promise.race([
    new Promise<void>((resolve, reject) => {
      server.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('ready to accept connections')) resolve();
      });
      server.once('exit', () => reject(new Error(`PostgreSQL ended while starting:\n${said}`)));
    }),
    wait(readyWithinMs, undefined, { ref: false }).then(() => {
      throw new Error(`PostgreSQL was not ready after ${readyWithinMs} ms:\n${said}`);
    }),
  ]);
}
