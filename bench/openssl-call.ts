import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Builds the small program that calls OpenSSL's library; needs `cc` and OpenSSL's headers (Debian: gcc, libssl-dev). */
export function opensslCall(folder: string): <Answer>(...words: readonly string[]) => Answer {
  const source = fileURLToPath(new URL('./openssl-call.c', import.meta.url));
  const program = join(folder, 'openssl-call');
  const compiler = process.env['CC'] ?? 'cc';
  try {
    execFileSync(compiler, ['-O2', '-o', program, source, '-lcrypto'], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error(`${compiler} and OpenSSL’s headers are needed here (Debian: gcc, libssl-dev).`, { cause });
  }
  return (...words) => JSON.parse(execFileSync(program, words, { encoding: 'utf8' }));
}

export function opensslVersion(): string {
  return execFileSync('openssl', ['version'], { encoding: 'utf8' }).split(' ').slice(0, 2).join(' ');
}
