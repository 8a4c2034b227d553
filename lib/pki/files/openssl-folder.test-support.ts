import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { FileReading } from '#lib/pki/files/file-reading.ts';
import { readFile } from '#lib/pki/files/read-file.ts';

export const hasOpenssl = canRun('openssl', ['version']);
export const hasLegacy = hasOpenssl && canRun('openssl', ['list', '-provider', 'legacy', '-cipher-algorithms']);
if (!hasOpenssl) console.warn('openssl is not installed: the files it would write are not read');

function canRun(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

type OpensslFolder = {
  readonly openssl: (...args: readonly string[]) => void;
  /** Where a file of the folder is. */
  readonly path: (file: string) => string;
  /** What we make of a file in the folder; its name is given as `dropped.txt`, because names mean nothing. */
  readonly read: (file: string, passphrase?: string) => Promise<FileReading>;
  /** SHA-1 of each certificate as Node has it, to hold ours against. */
  readonly thumbprints: (...files: readonly string[]) => string[];
};

/** A folder for one test file, with `ca.pem`, and `NAME.key` and `NAME.pem` for keys of these kinds: rsa, p256, p384, p521, k1, ed. */
export function opensslFolder(): OpensslFolder {
  let folder = '';
  const path = (file: string) => join(folder, file);
  const openssl = (...args: readonly string[]) => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  beforeAll(() => {
    if (!hasOpenssl) return;
    folder = mkdtempSync(join(tmpdir(), 'read-files-'));
    writeIdentities(openssl);
  });
  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });
  return {
    openssl,
    path,
    read: (file, passphrase) => {
      const bytes = new Uint8Array(readFileSync(path(file)));
      return readFile({ name: 'dropped.txt', bytes, ...(passphrase === undefined ? {} : { passphrase }) });
    },
    thumbprints: (...files) =>
      files.map((file) => new X509Certificate(readFileSync(path(file))).fingerprint.replaceAll(':', '').toLowerCase()),
  };
}

const identities = {
  ca: ['-newkey', 'rsa:2048'],
  rsa: ['-newkey', 'rsa:2048'],
  p256: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  p521: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  k1: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
  ed: ['-newkey', 'ed25519'],
};

function writeIdentities(openssl: OpensslFolder['openssl']): void {
  for (const [name, kind] of Object.entries(identities)) {
    const subject = ['-subj', `/O=Example/CN=${name}`, '-days', '30'];
    openssl('req', '-x509', ...kind, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`, ...subject);
  }
}
