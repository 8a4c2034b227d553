import { beforeAll, describe, expect, it } from 'vitest';
import { checkSettings } from '#lib/contracts/check-settings.ts';
import type { ConnectorToCheck } from '#lib/contracts/check-settings-connectors.ts';
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

const withKerberos = (settings: Settings, frontFacingUrl = ''): Settings => ({
  ...settings,
  kerberos: { enabled: true, frontFacingUrl },
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
    expect(await found(bare)).toEqual([
      'error METHOD-NO-FRONT-URL',
      'note MAPPING-WEAK',
      'note REVOCATION-OFF',
      'error SSL-MISSING',
      'error CA-NONE',
    ]);
    expect(await found(emptySettings)).toEqual([]);
  });

  it('finds what Kerberos needs and has not, an SSL certificate as much as client certificates', async () => {
    const bare = withKerberos(emptySettings);
    expect(await found(bare)).toEqual(['error METHOD-NO-FRONT-URL', 'error SSL-MISSING']);
    const own = withKerberos(emptySettings, 'https://kerberos.fabrikam.example');
    expect(await found(own)).toEqual(['error SSL-MISSING']);
    const expiredOnly = withKerberos({ ...working, clientCertificate: { enabled: false } });
    expect(await found({ ...expiredOnly, sslCertificate: { chain: [expired] } })).toContain('error SSL-EXPIRED');
    expect(await found({ ...expiredOnly, caCertificates: ['MAMCAQE='] })).toContain('warning CA-UNREADABLE');
  });

  it('wants the SSL certificate to cover the host of Kerberos too, and to share no host with Gatehouse', async () => {
    const elsewhere = withKerberos(working, 'https://kerberos.fabrikam.example');
    const findings = await checkSettings({
      settings: elsewhere,
      at,
      gatehouseUrl: 'https://kerberos.fabrikam.example:3000',
    });
    expect(findings.filter(({ severity }) => severity !== 'note').map(({ id, message }) => [id, message])).toEqual([
      ['METHOD-SHARED-HOST', settingsFindingCatalogue['METHOD-SHARED-HOST'].meaning],
      ['SSL-NAME-MISMATCH', 'The certificate is for sso.fabrikam.example, not for kerberos.fabrikam.example.'],
    ]);
    expect((await found({ ...elsewhere, kerberos: { ...elsewhere.kerberos, enabled: false } })).join()).not.toContain(
      'SSL-NAME-MISMATCH',
    );
    expect((await found(withKerberos(working, 'https://sso.fabrikam.example:9443'))).join()).not.toContain('error');
  });

  it('keeps the certificate chooser away from those who only use Kerberos', async () => {
    const branch = (...methods: ('client-certificate' | 'kerberos' | 'password')[]): Settings => ({
      ...working,
      networks: [...working.networks, { block: '24.12.35.0/24', label: 'Branch', methods }],
    });
    const ids = async (settings: Settings) => (await found(settings)).filter((text) => text.includes('KERBEROS'));
    expect(await ids(withKerberos(branch('kerberos', 'password')))).toEqual(['warning KERBEROS-SHARES-CHOOSER']);
    expect(await ids(withKerberos(branch('kerberos', 'client-certificate')))).toEqual([]);
    expect(await ids(withKerberos(branch('password')))).toEqual([]);
    expect(await ids(branch('kerberos', 'password'))).toEqual([]);
    const own = withKerberos(branch('kerberos'), 'https://sso.fabrikam.example:9443');
    expect(await ids(own)).toEqual([]);
    const alone = { ...withKerberos(branch('kerberos')), clientCertificate: { enabled: false } };
    expect(await ids(alone)).toEqual([]);
    for (const url of ['https://sso.fabrikam.example', 'https://SSO.fabrikam.example:443/'])
      expect(await ids(withKerberos(working, url))).toEqual(['error KERBEROS-SAME-URL']);
  });

  it('says of connectors what they say they have not got', async () => {
    const settings = withKerberos(working);
    const ids = async (more: Partial<ConnectorToCheck>, of: Settings = settings) =>
      (await found(of, [connector('hq-1', more)])).filter((text) => /CONNECTOR-|-KEY/.test(text));
    const ldap = { state: 'answering', kind: 'ldap' } as const;
    const ready = { state: 'ready', principals: ['HTTP/sso.fabrikam.example@FABRIKAM.EXAMPLE'] } as const;
    expect(await ids({})).toEqual([]);
    expect(await ids({ directory: null, kerberos: null })).toEqual([]);
    expect(await ids({ directory: ldap, kerberos: ready })).toEqual([]);
    expect(await ids({ directory: { state: 'none', kind: 'none' } })).toEqual(['warning CONNECTOR-NO-DIRECTORY']);
    expect(await ids({ directory: { state: 'answering', kind: 'ldif' } })).toEqual([
      'warning CONNECTOR-TRIAL-DIRECTORY',
    ]);
    const none = { kerberos: { state: 'none', principals: [] } } as const;
    expect(await ids(none)).toEqual(['warning CONNECTOR-NO-KERBEROS']);
    expect(await ids(none, working)).toEqual([]);
    const other = { state: 'ready', principals: ['HTTP/sso.fabrikam.example.org@FABRIKAM.EXAMPLE'] } as const;
    expect(await ids({ kerberos: other })).toEqual(['warning KERBEROS-NO-KEY']);
    const own = withKerberos(working, 'https://sso.fabrikam.example.org');
    expect(await ids({ kerberos: other }, own)).toEqual([]);
  });

  it('finds mapping rules by which nobody is found, and notes those that are weak', async () => {
    const mapping: Settings['mapping'] = [
      { source: 'sid', attribute: 'objectSid' },
      { source: 'sid', attribute: 'mail' },
      { source: 'subject-cn', attribute: 'sAMAccountName' },
    ];
    const findings = (await checkSettings({ settings: { ...working, mapping }, at })).filter(({ id }) =>
      id.startsWith('MAPPING'),
    );
    expect(findings.map(({ id, severity, subject }) => `${severity} ${id} ${subject}`)).toEqual([
      'error MAPPING-IMPOSSIBLE mapping rule 2',
      'note MAPPING-WEAK common name',
    ]);
    const off = { ...working, mapping, clientCertificate: { enabled: false } };
    expect((await found(off)).filter((text) => text.includes('MAPPING'))).toEqual(['warning MAPPING-IMPOSSIBLE']);
    expect((await found({ ...working, mapping: mapping.slice(0, 1) })).join()).not.toContain('MAPPING');
  });

  it('tells what revocation does and needs', async () => {
    const ids = async (mode: Settings['revocation']['mode']) =>
      (await checkSettings({ settings: { ...working, revocation: { mode } }, at }))
        .filter(({ id }) => id.startsWith('REVOCATION'))
        .map(({ id, subject }) => `${id} ${subject}`);
    expect(await ids('off')).toEqual(['REVOCATION-OFF revocation']);
    expect(await ids('fail-open')).toEqual([]);
    expect(await ids('fail-closed')).toEqual(['REVOCATION-NO-LIST Fabrikam Issuing CA']);
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
    expect(await found(withKerberos(refusing), [connector('hq-1')])).not.toContain('error OUTSIDE-REFUSE-ALL');
    const neverSeen = connector('hq-1', { seenFrom: '' });
    expect(await found(withKerberos(refusing), [neverSeen])).toContain('error OUTSIDE-REFUSE-ALL');
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
