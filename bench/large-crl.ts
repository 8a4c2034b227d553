import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toHex } from '#lib/core/bytes.ts';
import { mintAuthority } from '#lib/pki/issue/mint.ts';
import type { BenchRow } from './bench-row.ts';
import { makeCrl, serialOf } from './make-crl.ts';
import { opensslCall, opensslVersion } from './openssl-call.ts';
import { median } from './process-figures.ts';

type Figures = {
  readonly found: boolean;
  readonly readMs: number;
  readonly firstMs: number;
  readonly lookUpNs: number;
  readonly mib: number;
};

const rounds = 3;
const count = 1_000_000;

/** A list of a million entries read and searched, beside OpenSSL's library called for the same; each in processes of their own. */
export async function largeCrl(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-crl-'));
  try {
    const file = join(folder, 'large.crl');
    const signer = await mintAuthority('Root CA 1');
    const der = await makeCrl(signer, count);
    writeFileSync(file, der);
    writeFileSync(`${file}.small`, await makeCrl(signer, 5_000));
    const numbers = [toHex(serialOf(count >> 1)), toHex(serialOf(count))];
    const call = opensslCall(folder);
    const child = fileURLToPath(new URL('./large-crl-child.ts', import.meta.url));
    const ours: Figures[] = [];
    const theirs: Figures[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(
        JSON.parse(execFileSync(process.execPath, ['--expose-gc', child, file, ...numbers], { encoding: 'utf8' })),
      );
      theirs.push(call('crl', file, ...numbers));
    }
    if (![...ours, ...theirs].every(({ found }) => found)) throw new Error('An entry was not found.');
    return rowsOf(ours, theirs, der.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf(ours: readonly Figures[], theirs: readonly Figures[], bytes: number): BenchRow[] {
  const of = (figures: readonly Figures[], key: Exclude<keyof Figures, 'found'>) =>
    median(figures.map((one) => one[key]));
  const version = opensslVersion();
  const row = (
    what: string,
    key: Exclude<keyof Figures, 'found'>,
    unit: string,
    call: string,
    aim: string,
  ): BenchRow => {
    const [value, other] = [of(ours, key), of(theirs, key)];
    return {
      name: `large CRL, 1,000,000 entries, ${what}`,
      value,
      unit,
      against: `${version} ${call}: ${other.toPrecision(3)} ${unit}`,
      ratio: other / value,
      aim,
    };
  };
  const size = (bytes / 2 ** 20).toFixed(1);
  return [
    row(`${size} MiB, read`, 'readMs', 'ms', 'd2i_X509_CRL', 'above 1'),
    row('first look-up, which makes the index', 'firstMs', 'ms', 'X509_CRL_get0_by_serial, which sorts', 'above 1'),
    row('each look-up after, of a number not on it', 'lookUpNs', 'ns', 'X509_CRL_get0_by_serial', 'stated'),
    row('memory held beside the file', 'mib', 'MiB', 'its structures', 'above 1'),
  ];
}
