import { spawn } from 'node:child_process';
import { once } from 'node:events';

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
