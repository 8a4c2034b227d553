import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bytes } from '#lib/core/bytes.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import type { Minted } from '#lib/pki/issue/mint.ts';

const run = promisify(execFile);

export type OpensslQuestion = {
  /** The certificate first, the root last. */
  readonly path: readonly Minted[];
  readonly lists: readonly Bytes[];
  readonly atMs: number;
  /** Other certificates that may have signed lists. */
  readonly signers?: readonly Minted[];
};

/** Whether `openssl verify`, with delta and indirect lists, lets the path through with these lists and with them alone. */
export async function opensslVerifies({ path, lists, atMs, signers = [] }: OpensslQuestion): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-crl-'));
  const file = async (name: string, text: string) => {
    const place = join(folder, name);
    await writeFile(place, text);
    return place;
  };
  const pem = (...minted: readonly Minted[]) => minted.map((one) => toPem('CERTIFICATE', one.certificate.der)).join('');
  const [leaf, ...above] = path;
  const anchor = above.pop();
  if (leaf === undefined || anchor === undefined) throw new Error('A path has a root.');
  try {
    const args = ['verify', '-attime', String(atMs / 1000), '-crl_check_all', '-extended_crl', '-use_deltas'];
    args.push('-CAfile', await file('root.pem', pem(anchor)));
    if (above.length + signers.length > 0) args.push('-untrusted', await file('above.pem', pem(...above, ...signers)));
    if (lists.length > 0)
      args.push('-CRLfile', await file('crls.pem', lists.map((list) => toPem('X509 CRL', list)).join('')));
    args.push(await file('leaf.pem', pem(leaf)));
    await run('openssl', args);
    return true;
  } catch (error) {
    // 2: it verified, and said no. Anything else is a mistake of the test.
    if ((error as { code?: unknown }).code === 2) return false;
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
