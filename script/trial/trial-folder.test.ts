import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLdifDirectory } from '#connector/ldap/ldif-directory.ts';
import { testLog } from '#connector/test-world/start-test-daemon.ts';
import { defaultMapping } from '#lib/core/mapping-rule.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { FileReading } from '#lib/pki/files/file-reading.ts';
import { readFile } from '#lib/pki/files/read-file.ts';
import { checkCaCertificates } from '#lib/pki/findings/check-ca-certificates.ts';
import { checkSslCertificate } from '#lib/pki/findings/check-ssl-certificate.ts';
import { checkSslKey } from '#lib/pki/findings/check-ssl-key.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { mappingCandidates } from '#lib/pki/mapping/mapping-candidates.ts';
import { type TrialFile, type TrialUse, trialPassphrase } from '#script/trial/trial-file.ts';
import { trialFolder } from '#script/trial/trial-folder.ts';

const now = Date.UTC(2026, 5, 1);
let files: readonly TrialFile[];

beforeAll(async () => {
  files = await trialFolder(now);
});

function named(name: string): TrialFile {
  const found = files.find((file) => file.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

const read = ({ name, bytes }: TrialFile): Promise<FileReading> =>
  readFile({
    name,
    bytes,
    ...(name.endsWith('.pfx') || name === 'really-a-pfx.cer' ? { passphrase: trialPassphrase } : {}),
  });
const certificatesOf = async (name: string): Promise<readonly Certificate[]> => (await read(named(name))).certificates;
const usedAs = (use: TrialUse) => files.filter((file) => file.use === use);
/** The ids that the README promises. */
const promised = ({ expect: text }: TrialFile) => text.match(/\b(?:SSL|CA)-[A-Z0-9-]*[A-Z0-9]/g) ?? [];

describe('the trial folder', () => {
  it('has every file once, under names that do not change', () => {
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    expect(files.length).toBeGreaterThan(40);
  });

  it('keeps its word about SSL certificates', async () => {
    for (const file of usedAs('SSL certificate')) {
      const { certificates: chain, privateKeys } = await read(file);
      if (chain.length === 0) continue;
      const found = await checkSslCertificate({ chain, host: 'localhost', at: now });
      expect([file.name, ...found.map(({ id }) => id)]).toEqual([file.name, ...promised(file)]);
      const fits = privateKeys.map(
        (key) => checkSslKey({ chain, spkiFingerprints: [key.spkiFingerprint] }).length === 0,
      );
      if (privateKeys.length > 0) expect([file.name, fits.filter(Boolean).length]).toEqual([file.name, 1]);
    }
  });

  it('has the key of the PEM chain, and one that fits nothing', async () => {
    const chain = await certificatesOf('server-chain.pem');
    const findings = async (name: string) => {
      const [key] = (await read(named(name))).privateKeys;
      return key && checkSslKey({ chain, spkiFingerprints: [key.spkiFingerprint] }).map(({ id }) => id);
    };
    expect(await findings('server-key.pem')).toEqual([]);
    expect(await findings('key-fits-nothing.pem')).toEqual(['SSL-KEY-MISMATCH']);
  });

  it('keeps its word about CA certificates', async () => {
    const root = await certificatesOf('root-ca-1.cer');
    for (const file of usedAs('CA certificates')) {
      const { certificates } = await read(file);
      const authorities = file.expect.includes('beside root-ca-1.cer') ? [...root, ...certificates] : certificates;
      const found = await checkCaCertificates({ authorities, at: now });
      const ids = new Set(found.map(({ id }) => id));
      expect([file.name, ...ids].sort()).toEqual([file.name, ...promised(file)].sort());
    }
  });

  it('keeps its word about people', async () => {
    const authorities = await certificatesOf('ca-bundle.p7b');
    for (const file of usedAs('browser')) {
      const { certificates: presented } = await read(file);
      const verdict = await judgeClientCertificate({ presented, authorities, at: now });
      const said = verdict.accepted ? 'accepted' : verdict.refusal;
      expect([file.name, said]).toEqual([file.name, file.expect.split(';')[0]]);
    }
  });

  it('keeps its word about who is found in the directory file, by certificate and by password', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-trial-'));
    try {
      const file = join(folder, 'people.ldif');
      await writeFile(file, named('people.ldif').bytes);
      const directory = openLdifDirectory({ kind: 'ldif', file }, [], { log: testLog().log, now: Date.now });
      const found = async (name: string) => {
        const [certificate] = await certificatesOf(name);
        const [candidate] = certificate === undefined ? [] : mappingCandidates(certificate, defaultMapping);
        if (candidate?.kind !== 'value') return candidate?.kind;
        const people = await directory.findPeople(candidate.filter);
        return people.ok ? people.value.map(({ dn }) => dn.split(',')[0]) : people.problem.reason;
      };
      expect(await found('client-alice.pfx')).toEqual(['uid=alice']);
      expect(await found('client-bob-without-chain.pfx')).toEqual(['uid=bob']);
      expect(await found('client-negative-serial.pfx')).toEqual(['uid=nils']);
      expect(await found('client-unmapped.pfx')).toEqual([]);
      expect(await found('client-two-names.pfx')).toBe('ambiguous');
      const password = async (name: string) => {
        const result = await directory.checkPassword(name, trialPassphrase);
        return result.result === 'accepted' ? result.person.groups : result.reason;
      };
      expect(await password('grace')).toEqual(['everybody', 'staff']);
      expect(await password('disabled')).toBe('account-disabled');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('keeps its word about what cannot be read', async () => {
    for (const file of usedAs('anywhere')) {
      const { problems } = await read(file);
      expect([file.name, ...problems.map(({ refusal }) => refusal)]).toEqual([file.name, file.expect]);
    }
  });

  it('says of wrongly named files what they are', async () => {
    const format = async (name: string) => (await read(named(name))).format;
    expect(await format('really-a-pfx.cer')).toBe('PKCS#12');
    expect(await format('really-pem.p7b')).toBe('PEM');
    expect(await format('really-pkcs7.pem')).toBe('PKCS#7');
    expect((await read(named('server-windows.pfx'))).isLegacyEncryption).toBe(true);
    expect((await read(named('server-modern.pfx'))).isLegacyEncryption).toBe(false);
  });
});
