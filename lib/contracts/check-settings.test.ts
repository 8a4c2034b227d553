import { beforeAll, describe, expect, it } from 'vitest';
import { type ConnectorToCheck, checkSettings } from '#lib/contracts/check-settings.ts';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { settingsFindingCatalogue } from '#lib/contracts/settings-finding-catalogue.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const at = Date.UTC(2026, 10, 23);
const dayMs = 86_400_000;
const life = { notBefore: at - dayMs, notAfter: at + 300 * dayMs };

let working: Settings;
let expired: string;

beforeAll(async () => {
  const root = await issueAuthority({
    ...life,
    notAfter: at + 3_000 * dayMs,
    subject: [['CN', 'Fabrikam Root CA']],
    key: await generateKeyPair('P-256'),
    serial: Uint8Array.of(1),
  });
  const issuing = await issueAuthority({
    ...life,
    notAfter: at + 2_000 * dayMs,
    subject: [['CN', 'Fabrikam Issuing CA']],
    key: await generateKeyPair('P-256'),
    signer: root.signer,
    serial: Uint8Array.of(3),
  });
  const server = async (notAfter: number) => {
    const key = await generateKeyPair('P-256');
    const { der } = await issueServerCertificate({
      ...life,
      notBefore: at - 200 * dayMs,
      notAfter,
      subject: [['CN', 'sso.fabrikam.example']],
      key,
      signer: root.signer,
      serial: Uint8Array.of(2),
      alternativeNames: [{ kind: 'dns', value: 'sso.fabrikam.example' }],
    });
    return toBase64(der);
  };
  expired = await server(at - dayMs);
  working = {
    ...emptySettings,
    clientCertificate: { enabled: true },
    frontFacingUrl: 'https://sso.fabrikam.example',
    networks: [{ block: '24.12.34.56/32', label: 'Head office' }],
    sslCertificate: { chain: [await server(life.notAfter), toBase64(root.der)] },
    caCertificates: [toBase64(root.der), toBase64(issuing.der)],
  };
});

const connector = (name: string, more: Partial<ConnectorToCheck> = {}): ConnectorToCheck => ({
  id: `cnr_${name}`,
  name,
  hasSealedKey: true,
  seenFrom: '203.0.113.7',
  ...more,
});

async function found(settings: Settings, connectors?: readonly ConnectorToCheck[]): Promise<string[]> {
  const findings = await checkSettings({ settings, at, connectors });
  return findings.map(({ id, severity }) => `${severity} ${id}`);
}

describe('checkSettings', () => {
  it('finds no error and no warning where all is well', async () => {
    const findings = await found(working, [connector('hq-1'), connector('hq-2')]);
    expect(findings.filter((text) => !text.startsWith('note'))).toEqual([]);
  });

  it('finds what client certificates need and have not', async () => {
    const bare = { ...emptySettings, clientCertificate: { enabled: true } };
    expect(await found(bare)).toEqual(['error METHOD-NO-FRONT-URL', 'error SSL-MISSING', 'error CA-NONE']);
    expect(await found(emptySettings)).toEqual([]);
  });

  it('warns where the front-facing URL shares its host with Gatehouse, except on localhost', async () => {
    const sharing = async (frontFacingUrl: string, gatehouseUrl: string) =>
      (await checkSettings({ settings: { ...emptySettings, frontFacingUrl }, at, gatehouseUrl }))
        .filter(({ id }) => id === 'METHOD-SHARED-HOST')
        .map(({ severity, subject }) => `${severity} ${subject}`);
    expect(await sharing('https://sso.fabrikam.example:8443', 'https://sso.fabrikam.example')).toEqual([
      'warning sso.fabrikam.example',
    ]);
    expect(await sharing('https://[2001:db8::1]', 'http://[2001:db8::1]:3000')).toEqual(['warning 2001:db8::1']);
    expect(await sharing('https://sso.fabrikam.example', 'https://gatehouse.fabrikam.example')).toEqual([]);
    expect(await sharing('https://localhost:8443', 'http://localhost:3000')).toEqual([]);
  });

  it('asks the certificate, network and settings checks alike', async () => {
    const settings: Settings = {
      ...working,
      frontFacingUrl: 'https://other.fabrikam.example',
      networks: [{ block: '10.1.2.3/16', label: '' }],
      sslCertificate: { chain: [expired] },
    };
    const findings = await found(settings, []);
    for (const id of ['NET-HOST-BITS', 'SSL-EXPIRED', 'SSL-NAME-MISMATCH']) expect(findings).toContain(`error ${id}`);
    expect(findings).toContain('warning NO-CONNECTORS');
  });

  it('lets nothing about certificates block while client certificates are off', async () => {
    const settings = { ...working, clientCertificate: { enabled: false }, sslCertificate: { chain: [expired] } };
    const findings = await found(settings, [connector('hq-1', { hasSealedKey: false })]);
    expect(findings).toContain('warning SSL-EXPIRED');
    expect(findings).toContain('warning SSL-KEY-MISSING');
    expect(findings.filter((text) => text.startsWith('error'))).toEqual([]);
  });

  it('names each connector without the key, and blocks where none has it', async () => {
    const [with1, without2, without3] = [
      connector('hq-1'),
      connector('hq-2', { hasSealedKey: false }),
      connector('hq-3', { hasSealedKey: false }),
    ];
    const some = await checkSettings({ settings: working, at, connectors: [with1, without2, without3] });
    expect(some.filter(({ id }) => id === 'SSL-KEY-NOT-SEALED').map(({ subject }) => subject)).toEqual([
      'hq-2',
      'hq-3',
    ]);
    expect(await found(working, [without2, without3])).toContain('error SSL-KEY-MISSING');
    expect((await found(working)).join()).not.toContain('SSL-KEY');
  });

  it('blocks settings by which nobody could sign in', async () => {
    const refusing: Settings = { ...emptySettings, outside: 'refuse' };
    expect(await found(refusing)).toEqual(['error OUTSIDE-REFUSE-ALL']);
    const withKerberos = { ...refusing, kerberos: { enabled: true } };
    expect(await found(withKerberos, [connector('hq-1')])).toEqual(['warning KERBEROS-NOT-SERVED']);
    const neverSeen = connector('hq-1', { seenFrom: '' });
    expect(await found(withKerberos, [neverSeen])).toContain('error OUTSIDE-REFUSE-ALL');
  });

  it('says which certificate cannot be read, and checks the others', async () => {
    const settings: Settings = {
      ...working,
      sslCertificate: { chain: ['AAAA'] },
      caCertificates: [...working.caCertificates, 'MAMCAQE='],
    };
    const findings = await checkSettings({ settings, at });
    const unreadable = findings.filter(({ id }) => id.endsWith('UNREADABLE'));
    expect(unreadable.map(({ id, subject }) => [id, subject])).toEqual([
      ['SSL-UNREADABLE', 'certificate 1 of the SSL chain'],
      ['CA-UNREADABLE', 'CA certificate 3'],
    ]);
    expect(findings.map(({ id }) => id)).not.toContain('CA-NONE');
    expect(findings.map(({ id }) => id)).not.toContain('SSL-MISSING');
  });
});

describe('settingsFindingCatalogue', () => {
  it('has whole sentences and no id of the certificates’ and networks’ catalogues', async () => {
    const { pkiFindingCatalogue } = await import('#lib/pki/findings/pki-finding-catalogue.ts');
    const { networkFindingCatalogue } = await import('#lib/flow/network-finding-catalogue.ts');
    const others = [...Object.keys(pkiFindingCatalogue), ...networkFindingCatalogue.map(({ id }) => id)];
    for (const [id, { meaning, remedy }] of Object.entries(settingsFindingCatalogue)) {
      expect(others).not.toContain(id);
      expect(meaning).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  });
});
