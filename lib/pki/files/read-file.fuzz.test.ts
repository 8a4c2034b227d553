import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { concatBytes } from '#lib/core/bytes.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';

const repository = join(import.meta.dirname, '../../..');
const corpora = join(repository, '../shared/corpora/files');
const systemBundle = '/etc/ssl/certs/ca-certificates.crt';

const count = Number(process.env['FUZZ_COUNT'] ?? 20_000);
const seed = process.env['FUZZ_SEED'] ?? '1';

let folder = '';

function write(name: string, content: Uint8Array | string): void {
  writeFileSync(join(folder, name), content);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fuzz-files-'));
  const root = await mintAuthority('Root');
  const leaf = await mintClient('Ada', root, { alternativeNames: [{ kind: 'upn', value: 'ada@corp.example' }] });
  const rsa = await mintClient('Bob', root, { keyKind: 'RSA-2048' });
  const chain = [leaf, root].map(({ certificate }) => toPem('CERTIFICATE', certificate.der)).join('');
  write('chain.pem', chain + toPem('PRIVATE KEY', leaf.key.pkcs8));
  write('ec.p8', leaf.key.pkcs8);
  write('rsa.p8', rsa.key.pkcs8);
  write('two.der', concatBytes(leaf.certificate.der, rsa.certificate.der));
  write('utf16.pem', Buffer.from(`\uFEFF${chain}`, 'utf16le'));
  addSystemAuthorities();
  addCorpora();
  addOpensslFiles(toPem('PRIVATE KEY', rsa.key.pkcs8), toPem('CERTIFICATE', rsa.certificate.der));
}, 120_000);

function addSystemAuthorities(): void {
  if (!existsSync(systemBundle)) {
    console.warn(`${systemBundle} is not there: its certificates are not mutated`);
    return;
  }
  const blocks = readFileSync(systemBundle, 'utf8').match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g) ?? [];
  for (const [index, block] of blocks.entries()) {
    const isDer = index % 2 === 0;
    const der = Buffer.from(block.replaceAll(/-----[^-]+-----/g, ''), 'base64');
    if (index % 3 === 0) write(`authority-${index}`, isDer ? der : block);
  }
  write('bundle.pem', blocks.slice(0, 12).join(''));
}

function addCorpora(): void {
  if (!existsSync(corpora)) {
    console.warn(`${corpora} is not there: files made by Windows tools are not mutated`);
    return;
  }
  const index: { file: string; password?: string }[] = JSON.parse(readFileSync(join(corpora, 'index.json'), 'utf8'));
  for (const { file, password } of index) {
    copyFileSync(join(corpora, file), join(folder, password === undefined ? file : `${file}@${password}@`));
  }
}

/** Files with few rounds, so that most of the time goes into reading and not into deriving keys. */
function addOpensslFiles(key: string, certificate: string): void {
  write('openssl.in', key + certificate);
  const make = (name: string, command: string, ...options: string[]) => {
    const inputs = command === 'crl2pkcs7' ? ['-nocrl', '-certfile', 'openssl.in'] : ['-in', 'openssl.in'];
    execFileSync('openssl', [command, ...inputs, '-out', name, ...options], { cwd: folder, stdio: 'ignore' });
  };
  const few = ['-export', '-iter', '1', '-passout', 'pass:x'];
  const plain = ['-export', '-nomac', '-keypbe', 'NONE', '-certpbe', 'NONE', '-passout', 'pass:'];
  try {
    make('few-rounds@x@.pfx', 'pkcs12', ...few);
    make('no-mac@x@.pfx', 'pkcs12', ...few, '-nomac');
    make('3des@x@.pfx', 'pkcs12', ...few, '-nomac', '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES');
    for (const number of [1, 2, 3]) make(`plain-${number}.pfx`, 'pkcs12', ...plain);
    make('bundle.p7b', 'crl2pkcs7', '-outform', 'DER');
    make('bundle.p7c', 'crl2pkcs7');
    make('key@x@.pem', 'pkcs8', '-topk8', '-iter', '1', '-passout', 'pass:x');
    make('old-key@x@.pem', 'rsa', '-traditional', '-des3', '-passout', 'pass:x');
    make('old-key-aes@x@.pem', 'rsa', '-traditional', '-aes256', '-passout', 'pass:x');
    make('rsa.der', 'rsa', '-traditional', '-outform', 'DER');
  } catch {
    console.warn('openssl is not installed: the files it would write are not mutated');
  }
}

afterAll(() => {
  // What failed is left behind, to be looked at.
  if (!readdirSync(folder).some((name) => name.startsWith('failed-'))) rmSync(folder, { recursive: true });
});

/** Runs the mutations in a process of their own, whose heap is bounded and which is ended when it stops telling its progress. */
function fuzz(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const script = join(repository, 'script/fuzz-files.ts');
    const child = spawn(process.execPath, ['--max-old-space-size=256', script, ...args], { cwd: repository });
    let output = '';
    let watchdog = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
      clearTimeout(watchdog);
      watchdog = setTimeout(() => child.kill('SIGKILL'), 60_000);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(watchdog);
      resolve({ code, lines: output.trim().split('\n') });
    });
  });
}

it(`answers ${count} mutated files, each within a second, within 256 MiB, and never with silence`, {
  timeout: 600_000,
}, async () => {
  const { code, lines } = await fuzz(folder, String(count), seed);
  expect(code, lines.slice(-20).join('\n')).toBe(0);
  const summary = JSON.parse(lines.at(-1) ?? '');
  console.info(JSON.stringify(summary));
  expect(summary.failures).toEqual([]);
  expect(summary.reads).toBe(count);
  expect(summary.peakMiB).toBeLessThan(256);
  // Mutations that break everything would test little.
  expect(summary.withContent).toBeGreaterThan(count / 10);
});
