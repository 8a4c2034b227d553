import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFile } from '#lib/pki/files/read-file.ts';
import { certificateFitsKey } from '#lib/pki/keys/certificate-fits-key.ts';

const folder = fileURLToPath(new URL('../../../../shared/corpora/files/', import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.warn(`${folder} is not there: files made by Windows tools are not read`);

type Entry = {
  readonly file: string;
  readonly form?: 'PEM' | 'DER';
  readonly subject?: string;
  readonly password?: string;
  readonly certs?: number;
  readonly keys?: number;
  readonly encryption?: readonly string[];
};

const entries: readonly Entry[] = isThere ? JSON.parse(readFileSync(`${folder}index.json`, 'utf8')) : [];

/** The index has OpenSSL's names. */
function inOurWords(line: string): string {
  if (line.startsWith('pbeWithSHA1And3-KeyTripleDES-CBC')) return '3DES (legacy)';
  if (line.startsWith('pbeWithSHA1And40BitRC2-CBC')) return 'RC2-40 (legacy)';
  return line;
}

function load({ file, password }: Entry) {
  const bytes = new Uint8Array(readFileSync(`${folder}${file}`));
  return { name: 'renamed.bin', bytes, ...(password === undefined ? {} : { passphrase: password }) };
}

describe.skipIf(!isThere)('files made by Windows tools', () => {
  it.each(entries)('reads $file', async (entry) => {
    const reading = await readFile(load(entry));
    expect(reading.certificates).toHaveLength(entry.certs ?? 1);
    expect(reading.privateKeys).toHaveLength(entry.keys ?? 0);
    expect(reading.encryption.toSorted()).toEqual((entry.encryption ?? []).map(inOurWords).toSorted());
    expect(reading.problems.map(({ refusal }) => refusal)).toEqual(entry.certs === 0 ? ['nothing-inside'] : []);
    for (const key of reading.privateKeys)
      expect(reading.certificates.some((one) => certificateFitsKey(one, key.spkiFingerprint))).toBe(true);
    if (entry.form !== undefined) expect(reading.format === 'PEM').toBe(entry.form === 'PEM');
    const lastAttribute = entry.subject?.split(', ').at(-1)?.split(' = ').at(-1);
    if (lastAttribute !== undefined) expect(reading.certificates[0]?.subject.text).toContain(`=${lastAttribute}`);
  });

  it.each(entries.filter(({ password }) => password !== undefined))(
    'asks for the passphrase of $file',
    async (entry) => {
      const { name, bytes } = load(entry);
      const asked = await readFile({ name, bytes });
      expect(asked.problems.map(({ refusal }) => refusal)).toEqual(['needs-passphrase']);
      expect(asked.isLegacyEncryption).toBe(true);
      const wrong = await readFile({ name, bytes, passphrase: `${entry.password}!` });
      expect(wrong.problems.map(({ refusal }) => refusal)).toEqual(['wrong-passphrase']);
    },
  );
});

const bundle = '/etc/ssl/certs/ca-certificates.crt';
if (!existsSync(bundle)) console.warn(`${bundle} is not there: no whole bundle of authorities is read`);

describe.skipIf(!existsSync(bundle))('the authorities this system trusts', () => {
  it('reads every one of them', async () => {
    const bytes = new Uint8Array(readFileSync(bundle));
    const reading = await readFile({ name: 'bundle', bytes });
    const blocks = new TextDecoder().decode(bytes).split('-----BEGIN CERTIFICATE-----').length - 1;
    expect(reading.problems).toEqual([]);
    expect(reading.certificates.length + reading.ignored.length).toBe(blocks);
    for (const certificate of reading.certificates) {
      expect(certificate.basicConstraints?.isAuthority ?? certificate.version === 1).toBe(true);
      expect(certificate.publicKey.bits).toBeGreaterThan(0);
      expect(certificate.signatureFacts.algorithm).not.toBe('unknown');
    }
  });
});
