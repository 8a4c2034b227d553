import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, toHex } from '#lib/core/bytes.ts';
import { writePkcs7 } from '#lib/pki/files/write-pkcs7.ts';
import { issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueClientCertificate } from '#lib/pki/issue/issue-client-certificate.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { type PfxRequest, writePfx } from '#lib/pki/pkcs12/write-pfx.ts';

const fillRandom = (target: Bytes) => crypto.getRandomValues(target);
const validity = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2056, 0, 1) };

let folder: string;
let key: KeyPair;
let leaf: Bytes;
let root: Bytes;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-pfx-'));
  key = await generateKeyPair('RSA-2048');
  const authority = await issueAuthority({ subject: [['CN', 'Root']], key, serial: Uint8Array.of(1), ...validity });
  root = authority.der;
  const subject = [['CN', 'Alice']] as const;
  const issued = await issueClientCertificate({
    ...{ subject, key, signer: authority.signer, serial: Uint8Array.of(2) },
    ...validity,
  });
  leaf = issued.der;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(bytes: Uint8Array): string {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  return path;
}

function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
}

const request = (more: Partial<PfxRequest>): PfxRequest => ({
  certificates: [leaf, root],
  pkcs8: key.pkcs8,
  passphrase: 'Pa55 wörd',
  encryption: 'aes-256',
  fillRandom,
  ...more,
});

describe('writePfx', () => {
  it.each(['aes-256', '3des'] as const)(
    'writes %s that OpenSSL and Node open with the passphrase alone',
    async (encryption) => {
      const pfx = await writePfx(request({ encryption, friendlyName: 'Alice’s card' }));
      const text = openssl('pkcs12', '-in', file(pfx), '-passin', 'pass:Pa55 wörd', '-nodes');
      expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
      expect(toHex(createPrivateKey(text).export({ type: 'pkcs8', format: 'der' }))).toBe(toHex(key.pkcs8));
      expect(text).toContain('localKeyID: 01 00 00 00');
      createSecureContext({ pfx: Buffer.from(pfx), passphrase: 'Pa55 wörd' });
      expect(() => openssl('pkcs12', '-in', file(pfx), '-passin', 'pass:wrong', '-nodes')).toThrow(/invalid password/);
    },
  );

  it('says 3DES with a SHA-1 MAC for old Windows, AES-256 with SHA-256 otherwise', async () => {
    const facts = (pfx: Bytes) => {
      const path = file(pfx);
      return execFileSync('sh', ['-c', `openssl pkcs12 -info -noout -in ${path} -passin 'pass:Pa55 wörd' 2>&1`], {
        encoding: 'utf8',
      });
    };
    const legacy = facts(await writePfx(request({ encryption: '3des' })));
    expect(legacy).toContain('MAC: sha1');
    expect(legacy.match(/pbeWithSHA1And3-KeyTripleDES-CBC/g)).toHaveLength(2);
    const modern = facts(await writePfx(request({})));
    expect(modern).toContain('MAC: sha256');
    expect(modern.match(/AES-256-CBC, .*PRF hmacWithSHA256/g)).toHaveLength(2);
  });

  it('takes an empty passphrase, and a file without a key', async () => {
    const pfx = await writePfx(request({ passphrase: '', encryption: '3des' }));
    expect(openssl('pkcs12', '-in', file(pfx), '-passin', 'pass:', '-nodes')).toContain('BEGIN PRIVATE KEY');
    const { pkcs8: _, ...withoutKey } = request({});
    const certificatesAlone = await writePfx(withoutKey);
    const text = openssl('pkcs12', '-in', file(certificatesAlone), '-passin', 'pass:Pa55 wörd', '-nodes');
    expect(text).toContain('BEGIN CERTIFICATE');
    expect(text).not.toContain('PRIVATE KEY');
  });
});

describe('writePkcs7', () => {
  it('writes a bundle that OpenSSL lists in order', () => {
    const text = openssl('pkcs7', '-inform', 'DER', '-in', file(writePkcs7([root, leaf])), '-print_certs', '-noout');
    expect([...text.matchAll(/subject=CN = (\w+)/g)].map((match) => match[1])).toEqual(['Root', 'Alice']);
  });
});
