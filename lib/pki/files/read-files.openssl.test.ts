import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '#lib/core/bytes.ts';
import { readFile } from '#lib/pki/files/read-files.ts';
import { findCertificateFor } from '#lib/pki/keys/key-fits.ts';

const hasOpenssl = canRun('openssl', ['version']);
const hasLegacy = hasOpenssl && canRun('openssl', ['list', '-provider', 'legacy', '-cipher-algorithms']);
if (!hasOpenssl) console.warn('openssl is not installed: the files it would write are not read');

function canRun(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let folder = '';

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What we make of a file in the folder; its name is given as `dropped.txt`, because names mean nothing. */
function read(file: string, passphrase?: string) {
  const bytes = new Uint8Array(readFileSync(join(folder, file)));
  return readFile({ name: 'dropped.txt', bytes, ...(passphrase === undefined ? {} : { passphrase }) });
}

function exportPfx(name: string, key: string, ...options: readonly string[]): void {
  const inputs = ['-inkey', `${key}.key`, '-in', `${key}.pem`, '-certfile', 'ca.pem'];
  openssl('pkcs12', '-export', ...inputs, '-out', name, ...options);
}

beforeAll(() => {
  if (!hasOpenssl) return;
  folder = mkdtempSync(join(tmpdir(), 'read-files-'));
  const subject = (name: string) => ['-subj', `/O=Example/CN=${name}`, '-days', '30'];
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', ...subject('Root'));
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'rsa.key', '-out', 'rsa.pem', ...subject('rsa'));
  for (const [name, curve] of [
    ['p256', 'P-256'],
    ['p384', 'P-384'],
    ['p521', 'P-521'],
    ['k1', 'secp256k1'],
  ] as const) {
    const make = ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-nodes'];
    openssl('req', '-x509', ...make, '-keyout', `${name}.key`, '-out', `${name}.pem`, ...subject(name));
  }
  openssl('req', '-x509', '-newkey', 'ed25519', '-nodes', '-keyout', 'ed.key', '-out', 'ed.pem', ...subject('ed'));
});

afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true });
});

/** SHA-1 of each certificate as Node has it, to hold ours against. */
function thumbprints(...files: readonly string[]): string[] {
  return files.map((file) =>
    new X509Certificate(readFileSync(join(folder, file))).fingerprint.replaceAll(':', '').toLowerCase(),
  );
}

describe.skipIf(!hasOpenssl)('PKCS#12 files that OpenSSL writes', () => {
  const pbes3des = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
  const variants: readonly (readonly [name: string, options: readonly string[], encryption: readonly string[]])[] = [
    ['default', [], ['AES-256']],
    ['3des', pbes3des, ['3DES (legacy)']],
    ['aes-128', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC'], ['AES-128']],
    ['aes-192', ['-keypbe', 'AES-192-CBC', '-certpbe', 'AES-192-CBC'], ['AES-192']],
    ['pbes2-3des', ['-keypbe', 'DES-EDE3-CBC', '-certpbe', 'DES-EDE3-CBC'], ['3DES (legacy)']],
    ['100k', ['-iter', '100000'], ['AES-256']],
    ['no-mac', ['-nomac'], ['AES-256']],
    ['no-mac-iterations', ['-nomaciter'], ['AES-256']],
    ['mac-sha384', ['-macalg', 'sha384'], ['AES-256']],
    ['mac-sha512', ['-macalg', 'sha512'], ['AES-256']],
    ['plain-certificates', ['-certpbe', 'NONE'], ['AES-256']],
    ['plain', ['-certpbe', 'NONE', '-keypbe', 'NONE'], []],
  ];
  const legacy: typeof variants = [
    ['legacy', ['-legacy'], ['RC2-40 (legacy)', '3DES (legacy)']],
    ['rc2-128', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-RC2-128'], ['RC2-128 (legacy)']],
    ['2des', ['-legacy', '-certpbe', 'PBE-SHA1-2DES', '-keypbe', 'PBE-SHA1-2DES'], ['3DES with two keys (legacy)']],
  ];

  it.each([...variants, ...(hasLegacy ? legacy : [])])('reads %s', async (name, options, encryption) => {
    exportPfx(`${name}.pfx`, 'rsa', ...options, '-passout', 'pass:correct horse');
    const reading = await read(`${name}.pfx`, 'correct horse');
    expect(reading.problems).toEqual([]);
    expect(reading.format).toBe('PKCS#12');
    expect(reading.certificates.map(({ thumbprint }) => thumbprint)).toEqual(thumbprints('rsa.pem', 'ca.pem'));
    expect(reading.encryption.toSorted()).toEqual(encryption.toSorted());
    expect(reading.isLegacyEncryption).toBe(encryption.some((words) => words.includes('legacy')));
    const [key] = reading.privateKeys;
    expect(key && findCertificateFor(key, reading.certificates)).toBe(reading.certificates[0]);
  });

  it.skipIf(!hasLegacy)('names RC4, which it does not read', async () => {
    exportPfx('rc4.pfx', 'rsa', '-legacy', '-certpbe', 'PBE-SHA1-RC4-128', '-passout', 'pass:x');
    const reading = await read('rc4.pfx', 'x');
    expect(reading.encryption).toContain('RC4-128 (legacy)');
    expect(reading.problems.map(({ refusal }) => refusal)).toEqual(['unsupported-encryption']);
    expect(reading.privateKeys).toHaveLength(1);
  });

  it.each([...variants.slice(0, 2), ...(hasLegacy ? legacy.slice(0, 1) : [])])(
    'tells a wrong passphrase from the old encryption of %s',
    async (name, _options, encryption) => {
      const wrong = await read(`${name}.pfx`, 'Correct Horse');
      expect(wrong.problems.map(({ refusal }) => refusal)).toEqual(['wrong-passphrase']);
      expect(wrong.certificates).toEqual([]);
      const none = await read(`${name}.pfx`);
      expect(none.problems.map(({ refusal }) => refusal)).toEqual(['needs-passphrase']);
      expect(none.encryption.toSorted()).toEqual(encryption.toSorted());
      expect((await read(`${name}.pfx`, '')).problems.map(({ refusal }) => refusal)).toEqual(['wrong-passphrase']);
    },
  );

  it('notices a wrong passphrase without a MAC, and keeps what needs none', async () => {
    exportPfx('half.pfx', 'rsa', '-nomac', '-certpbe', 'NONE', '-passout', 'pass:secret');
    const reading = await read('half.pfx');
    expect(reading.certificates).toHaveLength(2);
    expect(reading.problems.map(({ refusal }) => refusal)).toEqual(['needs-passphrase']);
    expect((await read('half.pfx', 'other')).problems.map(({ refusal }) => refusal)).toEqual(['wrong-passphrase']);
    expect((await read('half.pfx', 'secret')).privateKeys).toHaveLength(1);
  });

  it('opens an empty passphrase without asking', async () => {
    exportPfx('empty.pfx', 'rsa', '-passout', 'pass:');
    const reading = await read('empty.pfx');
    expect(reading.problems).toEqual([]);
    expect(reading.privateKeys).toHaveLength(1);
  });

  it('reads a passphrase beyond ASCII', async () => {
    exportPfx('umlaut.pfx', 'rsa', '-passout', 'pass:Zürich 🔑 Łódź');
    expect((await read('umlaut.pfx', 'Zürich 🔑 Łódź')).privateKeys).toHaveLength(1);
    exportPfx('umlaut-3des.pfx', 'rsa', ...pbes3des, '-passout', 'pass:Zürich');
    expect((await read('umlaut-3des.pfx', 'Zürich')).privateKeys).toHaveLength(1);
  });

  it.each(['p256', 'p384', 'p521', 'ed'])('reads a %s key and its certificate', async (name) => {
    exportPfx(`${name}.pfx`, name, '-passout', 'pass:x');
    const reading = await read(`${name}.pfx`, 'x');
    const [key] = reading.privateKeys;
    expect(key && findCertificateFor(key, reading.certificates)?.subject.text).toBe(`CN=${name},O=Example`);
  });

  it('reads the certificates of a PFX without a key', async () => {
    openssl('pkcs12', '-export', '-nokeys', '-in', 'ca.pem', '-out', 'trust.pfx', '-passout', 'pass:x');
    const reading = await read('trust.pfx', 'x');
    expect(reading.certificates).toHaveLength(1);
    expect(reading.problems).toEqual([]);
  });
});

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
    const bytes = readFileSync(join(folder, 'good.der'));
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    writeFileSync(join(folder, 'bad.der'), bytes);
    const [problem] = (await read('bad.der')).problems;
    expect(problem?.refusal).toBe('broken-encoding');
  });
});

describe.skipIf(!hasOpenssl)('bundles and neighbours that OpenSSL writes', () => {
  it('reads PKCS#7 in PEM and DER', async () => {
    for (const form of ['PEM', 'DER']) {
      const files = ['-certfile', 'ca.pem', '-certfile', 'rsa.pem'];
      openssl('crl2pkcs7', '-nocrl', ...files, '-outform', form, '-out', `bundle.${form}`);
      const reading = await read(`bundle.${form}`);
      expect(reading.certificates.map(({ thumbprint }) => thumbprint)).toEqual(thumbprints('ca.pem', 'rsa.pem'));
      expect(reading.format).toBe(form === 'PEM' ? 'PEM' : 'PKCS#7');
    }
  });

  it('reads the certificates of a signed message in indefinite lengths', async () => {
    writeFileSync(join(folder, 'message.txt'), 'hello');
    const signer = ['-signer', 'rsa.pem', '-inkey', 'rsa.key', '-certfile', 'ca.pem'];
    const form = ['-outform', 'DER', '-stream', '-nodetach', '-binary'];
    openssl('smime', '-sign', '-in', 'message.txt', ...signer, ...form, '-out', 'signed.p7m');
    expect(readFileSync(join(folder, 'signed.p7m'))[1]).toBe(0x80);
    const reading = await read('signed.p7m');
    expect(reading.certificates.map(({ thumbprint }) => thumbprint).toSorted()).toEqual(
      thumbprints('ca.pem', 'rsa.pem').toSorted(),
    );
    expect(reading.problems).toEqual([]);
  });

  it('reads a trusted certificate without its trust', async () => {
    openssl('x509', '-in', 'ca.pem', '-addtrust', 'clientAuth', '-setalias', 'x', '-trustout', '-out', 'trusted.pem');
    const reading = await read('trusted.pem');
    expect(reading.certificates.map(({ thumbprint }) => thumbprint)).toEqual(thumbprints('ca.pem'));
    expect(reading.problems).toEqual([]);
  });

  it('names a certificate request and a revocation list', async () => {
    openssl('req', '-new', '-key', 'rsa.key', '-subj', '/CN=request', '-out', 'request.pem');
    expect((await read('request.pem')).problems.map(({ refusal }) => refusal)).toEqual(['certificate-request']);
    openssl('req', '-in', 'request.pem', '-outform', 'DER', '-out', 'request.der');
    expect((await read('request.der')).problems.map(({ refusal }) => refusal)).toEqual(['certificate-request']);
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(join(folder, 'ca.cnf'), '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\n');
    const authority = ['-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-crldays', '30'];
    openssl('ca', '-gencrl', ...authority, '-out', 'list.pem');
    expect((await read('list.pem')).problems.map(({ refusal }) => refusal)).toEqual(['revocation-list']);
  });
});
