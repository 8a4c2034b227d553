import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toPem } from '#lib/pki/files/write-pem.ts';
import type { Minted } from '#lib/pki/issue/mint.ts';

const run = promisify(execFile);
const pem = (minted: readonly Minted[]) => minted.map((one) => toPem('CERTIFICATE', one.certificate.der)).join('');

/** With no policy named, the command takes none instead of any. */
const anyPolicy = '2.5.29.32.0';

type ManyToVerify = {
  readonly leaves: readonly Minted[];
  readonly trusted: readonly Minted[];
  readonly untrusted: readonly Minted[];
  readonly isPartialAllowed: boolean;
  /** Milliseconds since 1970; the machine's clock unless said. */
  readonly at?: number;
};

/**
 * What one `openssl verify` says of each leaf. `-auth_level 2` is the security level that TLS has by default, without which the command takes any key
 * and hash; `-policy_check` holds paths to certificate policies, which the handshake does not.
 */
export async function opensslVerifiesMany(many: ManyToVerify): Promise<readonly boolean[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-verify-'));
  try {
    const args = ['verify', '-purpose', 'sslclient', '-auth_level', '2', '-policy_check', '-policy', anyPolicy];
    args.push('-no-CApath', '-no-CAstore');
    if (many.isPartialAllowed) args.push('-partial_chain');
    if (many.at !== undefined) args.push('-attime', String(Math.floor(many.at / 1000)));
    for (const [option, minted] of [
      ['-CAfile', many.trusted],
      ['-untrusted', many.untrusted],
    ] as const) {
      if (minted.length === 0) continue;
      await writeFile(join(folder, option), pem(minted));
      args.push(option, join(folder, option));
    }
    for (const [at, leaf] of many.leaves.entries()) {
      await writeFile(join(folder, String(at)), pem([leaf]));
      args.push(String(at));
    }
    // 2: it verified, and said no to some. Anything else is a mistake of the test.
    const { stdout } = await run('openssl', args, { cwd: folder, maxBuffer: 2 ** 26 }).catch((error: unknown) => {
      const { code, stdout } = error as { readonly code?: unknown; readonly stdout?: string };
      if (code === 2 && stdout !== undefined) return { stdout };
      throw error;
    });
    const good = new Set(stdout.split('\n'));
    return many.leaves.map((_, at) => good.has(`${at}: OK`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
