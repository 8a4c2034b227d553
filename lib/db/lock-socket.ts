import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';

const ofLocks = /^gatehouse-[0-9a-f]{12}\.socket$/;

/**
 * A socket in the directory itself, answered for as long as the process lives, however it ends. Process numbers and abstract sockets are
 * not seen from one container to the next; this one is. Each opener first listens and then knocks at all others, so that of two at
 * once at least one finds the other. File systems without sockets have no such lock.
 */
export async function lockWithSocket(directory: string): Promise<'taken' | (() => Promise<void>)> {
  if (process.platform !== 'linux') return async () => {};
  const own = `gatehouse-${randomBytes(6).toString('hex')}.socket`;
  // A socket's path has at most 107 bytes; by way of the open folder it is always short enough.
  const folder = openSync(directory, 'r');
  const pathOf = (name: string): string => `/proc/self/fd/${folder}/${name}`;
  const server = createServer((socket) => socket.destroy());
  const release = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(pathOf(own), { force: true });
    closeSync(folder);
  };
  if (!(await canListen(server, pathOf(own)))) {
    await release();
    return async () => {};
  }
  server.unref();
  for (const other of readdirSync(directory)) {
    if (!ofLocks.test(other) || other === own) continue;
    if (await answers(pathOf(other))) {
      await release();
      return 'taken';
    }
    rmSync(pathOf(other), { force: true });
  }
  return release;
}

function canListen(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(path, () => resolve(true));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Anything else, such as another user's socket, is no proof of its death.
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT'));
  });
}
