import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';

/** Takes a first ticket with the password and resolves with the ticket cache, to be used as KRB5CCNAME. */
export async function takeTicket(options: {
  readonly krb5Config: string;
  /** The file to keep the tickets in. */
  readonly cache: string;
  readonly principal: string;
  readonly password: string;
}): Promise<string> {
  const cache = `FILE:${options.cache}`;
  const child = spawn('kinit', ['-c', cache, options.principal], {
    env: { ...process.env, KRB5_CONFIG: options.krb5Config },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stdin.end(`${options.password}\n`);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`kinit ${options.principal} ended with ${code}: ${said.trim()}`);
  return cache;
}

/**
 * Sets the clock that the cache's owner believes in, in seconds against the real one. Clients of MIT Kerberos keep the difference to
 * their KDC's clock in the first header field of the cache (file format 0504, tag 1) and add it to the time they put into requests.
 */
export function shiftClock(cache: string, seconds: number): void {
  const path = cache.replace(/^FILE:/, '');
  const file = readFileSync(path);
  const hasOffset = file.readUInt16BE(0) === 0x0504 && file.readUInt16BE(2) === 12 && file.readUInt16BE(4) === 1;
  if (!hasOffset) throw new Error(`${path} begins in another way than expected.`);
  file.writeInt32BE(seconds, 8);
  writeFileSync(path, file);
}
