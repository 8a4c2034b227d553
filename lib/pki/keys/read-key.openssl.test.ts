import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/core/bytes.ts';
import { hasLegacy, hasOpenssl, opensslFolder } from '#lib/pki/files/openssl-folder.test-support.ts';

const { openssl, path, read } = opensslFolder();

describe.skipIf(!hasOpenssl)('private keys that OpenSSL writes', () => {
  async function expectKey(file: string, like: string, passphrase?: string): Promise<void> {
    const reading = await read(file, passphrase);
    expect(reading.problems).toEqual([]);
    expect(reading.privateKeys).toHaveLength(1);
    const [key] = reading.privateKeys;
    const certificate = (await read(`${like}.pem`)).certificates[0];
    expect(key?.spkiFingerprint).toBe(certificate?.spkiFingerprint);
    expect(key?.publicKey).toEqual(certificate?.publicKey);
    // Node takes the key we hand on, and finds the same public key in it.
    const pkcs8 = Buffer.from(key?.pkcs8 ?? []);
    const spki = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
    expect(toHex(spki.export({ format: 'der', type: 'spki' }))).toBe(toHex(certificate?.spki ?? new Uint8Array()));
  }

  it.each(['rsa', 'p256', 'p384', 'p521', 'ed'])('reads %s in PKCS#8, PEM and DER', async (name) => {
    await expectKey(`${name}.key`, name);
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', `${name}.key`, '-outform', 'DER', '-out', `${name}.p8`);
    await expectKey(`${name}.p8`, name);
    expect((await read(`${name}.p8`)).format).toBe('PKCS#8');
  });

  it.each([
    ['rsa', 'PKCS#1'],
    ['p256', 'SEC 1'],
    ['p521', 'SEC 1'],
  ] as const)('reads %s in its traditional form, PEM and DER', async (name, format) => {
    openssl('pkey', '-in', `${name}.key`, '-traditional', '-out', `${name}.trad`);
    await expectKey(`${name}.trad`, name);
    openssl('pkey', '-in', `${name}.key`, '-traditional', '-outform', 'DER', '-out', `${name}.tradder`);
    await expectKey(`${name}.tradder`, name);
    expect((await read(`${name}.tradder`)).format).toBe(format);
  });

  it('reads an EC key without its public point', async () => {
    openssl('ec', '-in', 'p256.key', '-no_public', '-out', 'bare.key');
    await expectKey('bare.key', 'p256');
  });

  const pbes = [
    ['AES-256', ['-v2', 'aes256']],
    ['AES-192', ['-v2', 'aes192']],
    ['AES-128', ['-v2', 'aes128', '-v2prf', 'hmacWithSHA512']],
    ['AES-256', ['-v2', 'aes256', '-v2prf', 'hmacWithSHA1']],
    ['3DES (legacy)', ['-v2', 'des3']],
    ['3DES (legacy)', ['-v1', 'PBE-SHA1-3DES']],
  ] as const;
  const oldPbes = [
    ['DES (legacy)', ['-v1', 'PBE-MD5-DES', '-provider', 'legacy', '-provider', 'default']],
    ['DES (legacy)', ['-v1', 'PBE-SHA1-DES', '-provider', 'legacy', '-provider', 'default']],
    ['RC2-64 (legacy)', ['-v1', 'PBE-SHA1-RC2-64', '-provider', 'legacy', '-provider', 'default']],
    ['RC2-40 (legacy)', ['-v1', 'PBE-SHA1-RC2-40', '-provider', 'legacy', '-provider', 'default']],
  ] as const;
  it.each([...pbes, ...(hasLegacy ? oldPbes : [])])('reads a PKCS#8 key under %s (%s)', async (words, options) => {
    openssl('pkcs8', '-topk8', '-in', 'p256.key', '-out', 'enc.key', '-passout', 'pass:pässword', ...options);
    await expectKey('enc.key', 'p256', 'pässword');
    expect((await read('enc.key', 'pässword')).encryption).toEqual([words]);
    expect((await read('enc.key', 'password')).problems.map(({ refusal }) => refusal)).toEqual(['wrong-passphrase']);
    const asked = await read('enc.key');
    expect(asked.problems.map(({ refusal }) => refusal)).toEqual(['needs-passphrase']);
    expect(asked.problems[0]?.where).toContain('block 1 (ENCRYPTED PRIVATE KEY)');
  });

  it('names scrypt, which it does not derive with', async () => {
    openssl('pkcs8', '-topk8', '-scrypt', '-in', 'p256.key', '-out', 'scrypt.key', '-passout', 'pass:x');
    const [problem] = (await read('scrypt.key', 'x')).problems;
    expect(problem?.refusal).toBe('unsupported-encryption');
    expect(problem?.message).toContain('scrypt');
  });

  it.each(['aes128', 'aes192', 'aes256', 'des3'])('reads a traditional key under %s', async (cipher) => {
    openssl('rsa', '-traditional', '-in', 'rsa.key', `-${cipher}`, '-passout', 'pass:x', '-out', 'trad.key');
    await expectKey('trad.key', 'rsa', 'x');
    expect((await read('trad.key', 'y')).problems.map(({ refusal }) => refusal)).toEqual(['wrong-passphrase']);
    expect((await read('trad.key')).problems.map(({ refusal }) => refusal)).toEqual(['needs-passphrase']);
    openssl('ec', '-in', 'p384.key', `-${cipher}`, '-passout', 'pass:x', '-out', 'tradec.key');
    await expectKey('tradec.key', 'p384', 'x');
  });

  it('reads an RSA-PSS key with its own algorithm', async () => {
    openssl('genpkey', '-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'pss.key');
    openssl('req', '-x509', '-key', 'pss.key', '-subj', '/CN=pss', '-days', '30', '-out', 'pss.pem');
    await expectKey('pss.key', 'pss');
  });

  it('names keys that are of no use here', async () => {
    openssl('genpkey', '-algorithm', 'X25519', '-out', 'x25519.key');
    for (const file of ['x25519.key', 'k1.key']) {
      const reading = await read(file);
      expect(reading.problems.map(({ refusal }) => refusal)).toEqual(['unsupported-key']);
      expect(reading.privateKeys).toEqual([]);
    }
  });

  it('notices an RSA key whose numbers do not belong together', async () => {
    openssl('pkey', '-in', 'rsa.key', '-traditional', '-outform', 'DER', '-out', 'good.der');
    const bytes = readFileSync(path('good.der'));
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    writeFileSync(path('bad.der'), bytes);
    const [problem] = (await read('bad.der')).problems;
    expect(problem?.refusal).toBe('broken-encoding');
  });
});
