import { describe, expect, it } from 'vitest';
import type { FileReading } from '#lib/pki/files/file-reading.ts';
import { hasLegacy, hasOpenssl, opensslFolder } from '#lib/pki/files/openssl-folder.test-support.ts';
import { certificateFitsKey } from '#lib/pki/keys/certificate-fits-key.ts';

const { openssl, read, thumbprints } = opensslFolder();

function exportPfx(name: string, key: string, ...options: readonly string[]): void {
  const inputs = ['-inkey', `${key}.key`, '-in', `${key}.pem`, '-certfile', 'ca.pem'];
  openssl('pkcs12', '-export', ...inputs, '-out', name, ...options);
}

/** The certificate of the first key. */
function certificateOfKey({ certificates, privateKeys: [key] }: FileReading) {
  return key && certificates.find((one) => certificateFitsKey(one, key.spkiFingerprint));
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
    expect(certificateOfKey(reading)).toBe(reading.certificates[0]);
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
    expect(certificateOfKey(reading)?.subject.text).toBe(`CN=${name},O=Example`);
  });

  it('reads the certificates of a PFX without a key', async () => {
    openssl('pkcs12', '-export', '-nokeys', '-in', 'ca.pem', '-out', 'trust.pfx', '-passout', 'pass:x');
    const reading = await read('trust.pfx', 'x');
    expect(reading.certificates).toHaveLength(1);
    expect(reading.problems).toEqual([]);
  });
});
