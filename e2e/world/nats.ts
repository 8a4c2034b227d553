import { existsSync } from 'node:fs';
import { freePort } from '#e2e/world/free-port.ts';
import { type Part, startPart } from '#e2e/world/part.ts';

const program = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'].find(existsSync);

export const canRunNats = program !== undefined;

/** A NATS server on a port of its own. */
export type Nats = {
  readonly url: string;
  readonly kill: () => Promise<void>;
  /** After a kill: the same port. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Takes further arguments of nats-server. */
export async function startNats(more: readonly string[] = []): Promise<Nats> {
  if (program === undefined) throw new Error('nats-server is not installed (Debian: apt-get install nats-server).');
  const port = await freePort();
  let part: Part;
  const start = async (): Promise<void> => {
    part = startPart(program, ['--addr', '127.0.0.1', '--port', String(port), ...more]);
    await part.says(/Server is ready/);
  };
  await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => void (await part.stop(signal));
  return { url: `nats://127.0.0.1:${port}`, kill: () => end('SIGKILL'), start, stop: () => end('SIGTERM') };
}
