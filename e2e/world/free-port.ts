import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const claims = join(tmpdir(), 'gatehouse-test-ports');
const lowest = 15_000;

/**
 * A port nobody listens on, kept from other test processes until this one ends.
 * It lies below those the system gives to outgoing connections: one of these would hold the port in the moment a killed
 * part comes back to it, and who calls such a port while nobody listens may even be connected with themselves.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, lowestOutgoing());
    if (claim(port) && (await canListen(port))) return port;
  }
}

function lowestOutgoing(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/)[0]);
  } catch {
    return 32_768;
  }
}

/** Whether the port is now this process's own; a claim of a process that has ended counts no more. */
function claim(port: number): boolean {
  mkdirSync(claims, { recursive: true, mode: 0o777 });
  const file = join(claims, String(port));
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (isAlive(Number(readFileSync(file, 'utf8')))) return false;
    rmSync(file, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
