import { beforeAll, describe, expect, it } from 'vitest';
import { diffSettings } from '#lib/contracts/diff-settings.ts';
import { readSettingsCertificate } from '#lib/contracts/read-settings-certificates.ts';
import {
  type AuthorityRevocation,
  emptySettings,
  type NetworkSettings,
  type Settings,
} from '#lib/contracts/settings.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const at = Date.UTC(2026, 10, 23);
const dayMs = 86_400_000;
let key: KeyPair;

beforeAll(async () => {
  key = await generateKeyPair('P-256');
});

async function certificate(name: string, days: number): Promise<string> {
  const validity = { notBefore: at - 900 * dayMs, notAfter: at + days * dayMs };
  return toBase64((await issueAuthority({ ...validity, subject: [['CN', name]], key, serial: Uint8Array.of(1) })).der);
}

const withNetworks = (...networks: NetworkSettings[]): Settings => ({ ...emptySettings, networks });
const diff = (before: Settings | null, after: Settings) => diffSettings(before, after, at);

describe('diffSettings', () => {
  it('finds nothing where nothing is different, nor in another order', async () => {
    const [a, b] = [await certificate('A', 10), await certificate('B', 10)];
    const [head, branch] = [
      { block: '24.12.34.56/32', label: 'Head office' },
      { block: '2001:db8:12::/48', label: 'Branch' },
    ];
    const settings = { ...withNetworks(head, branch), caCertificates: [a, b] };
    expect(await diff(settings, structuredClone(settings))).toEqual([]);
    expect(await diff(settings, { ...withNetworks(branch, head), caCertificates: [b, a] })).toEqual([]);
    expect(await diff(null, emptySettings)).toEqual([]);
  });

  it('tells the URL of Kerberos, revocation and sessions', async () => {
    const after: Settings = {
      ...emptySettings,
      kerberos: { enabled: false, frontFacingUrl: 'https://kerberos.fabrikam.example' },
      revocation: { mode: 'fail-closed' },
      session: { hours: 1, keepSignedInDays: 14 },
    };
    const words = (await diff(emptySettings, after)).map(({ what, before, after: is }) => [what, before, is]);
    expect(words).toEqual([
      ['front-facing URL of Kerberos', 'the same', 'https://kerberos.fabrikam.example'],
      ['revocation', 'not looked up', 'looked up; nobody comes in where no list can be had'],
      ['sign-in lasts', '10 hours', '1 hour'],
      ['keep me signed in', 'not offered', '14 days'],
    ]);
  });

  it('tells mapping, and its order as such', async () => {
    const upn = { source: 'san-upn', attribute: 'userPrincipalName' } as const;
    const sid = { source: 'sid', attribute: 'objectSid' } as const;
    const [one, two, reversed] = [[upn], [upn, sid], [sid, upn]].map((mapping) => ({ ...emptySettings, mapping }));
    expect(await diff(one ?? null, two ?? emptySettings)).toEqual([
      {
        kind: 'changed',
        area: 'methods',
        what: 'mapping of certificates to people',
        before: 'user principal name → userPrincipalName',
        after: 'user principal name → userPrincipalName, then SID extension → objectSid',
      },
    ]);
    expect((await diff(two ?? null, reversed ?? emptySettings)).map(({ what }) => what)).toEqual([
      'order of the mapping rules',
    ]);
  });

  it('tells methods, front-facing URL and outside', async () => {
    const after: Settings = {
      ...emptySettings,
      clientCertificate: { enabled: true },
      frontFacingUrl: 'https://sso.fabrikam.example',
      outside: 'refuse',
    };
    expect(await diff(null, after)).toEqual([
      { kind: 'changed', area: 'methods', what: 'client certificates', before: 'off', after: 'on' },
      {
        kind: 'changed',
        area: 'methods',
        what: 'front-facing URL',
        before: 'none',
        after: 'https://sso.fabrikam.example',
      },
      {
        kind: 'changed',
        area: 'methods',
        what: 'addresses outside every network',
        before: 'password',
        after: 'refused',
      },
    ]);
  });

  it('tells networks that came, went and changed', async () => {
    const before = withNetworks(
      { block: '10.0.0.0/8', label: 'Old' },
      { block: '24.12.34.56/32', label: 'Head office' },
    );
    const after = withNetworks(
      { block: '24.12.34.56/32', label: 'HQ', methods: ['client-certificate'] },
      { block: '2001:db8:12::/48', label: 'Branch', methods: ['kerberos', 'password'] },
    );
    expect((await diff(before, after)).map(({ kind, what, ...rest }) => [kind, what, rest.before, rest.after])).toEqual(
      [
        ['changed', 'label of network 24.12.34.56/32', 'Head office', 'HQ'],
        ['changed', 'methods of network HQ 24.12.34.56/32', 'those of the connection', 'client certificate'],
        ['added', 'network Branch 2001:db8:12::/48 (Kerberos, password)', undefined, undefined],
        ['removed', 'network Old 10.0.0.0/8', undefined, undefined],
      ],
    );
  });

  it('tells a renewed SSL certificate by the days it has left', async () => {
    const name = 'sso.fabrikam.example';
    const chain = async (days: number) => ({
      ...emptySettings,
      sslCertificate: { chain: [await certificate(name, days)] },
    });
    const area = 'ssl-certificate';
    const [old, fresh, gone] = [await chain(9), await chain(398), await chain(-3)];
    expect(await diff(old, fresh)).toEqual([
      { kind: 'changed', area, what: 'SSL certificate', before: '9 days left', after: '398 days left' },
    ]);
    expect(await diff(gone, emptySettings)).toEqual([
      { kind: 'removed', area, what: `SSL certificate ${name}`, before: 'expired 3 days ago' },
    ]);
    expect(await diff(null, fresh)).toEqual([
      { kind: 'added', area, what: `SSL certificate ${name}`, after: '398 days left' },
    ]);
  });

  it('tells another host’s certificate, and another chain under the same', async () => {
    const [one, other, root] = [
      await certificate('one', 9),
      await certificate('other', 1),
      await certificate('Root', 99),
    ];
    const of = (...chain: string[]): Settings => ({ ...emptySettings, sslCertificate: { chain } });
    const changed = { kind: 'changed', area: 'ssl-certificate' };
    expect(await diff(of(one), of(other))).toEqual([
      { ...changed, what: 'SSL certificate', before: 'one, 9 days left', after: 'other, 1 day left' },
    ]);
    expect(await diff(of(one), of(one, root))).toEqual([
      { ...changed, what: 'chain of the SSL certificate', before: 'one', after: 'one → Root' },
    ]);
  });

  it('tells authorities that came and went', async () => {
    const [a, b] = [await certificate('A', 10), await certificate('B', 0.5)];
    const before = { ...emptySettings, caCertificates: [a] };
    const after = { ...emptySettings, caCertificates: [b, 'AAAA'] };
    expect(await diff(before, after)).toEqual([
      { kind: 'added', area: 'ca-certificates', what: 'CA certificate B', after: 'ends today' },
      { kind: 'added', area: 'ca-certificates', what: 'CA certificate that cannot be read', after: 'unreadable' },
      { kind: 'removed', area: 'ca-certificates', what: 'CA certificate A', before: '10 days left' },
    ]);
  });

  it('tells what is looked up for which authority, by its name, and whether partial chains are allowed', async () => {
    const a = await certificate('A', 10);
    const read = await readSettingsCertificate(a);
    const authority = read.ok ? read.value.spkiFingerprint : '';
    const of = (source: AuthorityRevocation['source']): Settings => ({
      ...emptySettings,
      caCertificates: [a],
      trust: { partialChains: true },
      revocation: { mode: 'off', authorities: [{ authority, mode: 'fail-closed', source }] },
    });
    const before = { ...emptySettings, caCertificates: [a] };
    const what = 'revocation of what A issued';
    expect(await diff(before, of({ kind: 'ocsp', url: 'http://ocsp.example/' }))).toEqual([
      { kind: 'changed', area: 'methods', what: 'partial chains', before: 'off', after: 'on' },
      {
        kind: 'changed',
        area: 'methods',
        what,
        before: 'as for all',
        after: 'looked up; nobody comes in where no list can be had; asked at http://ocsp.example/',
      },
    ]);
    const lists = of({ kind: 'uploaded', lists: ['AAAA'] });
    expect(await diff(lists, lists)).toEqual([]);
  });

  it('reads only certificates that differ', async () => {
    const [a, b] = [await certificate('A', 10), await certificate('B', 10)];
    const asked: string[] = [];
    await diffSettings(
      { ...emptySettings, caCertificates: [a] },
      { ...emptySettings, caCertificates: [a, b] },
      at,
      async (text) => {
        asked.push(text);
        return { ok: false, problem: { message: 'not read' } };
      },
    );
    expect(asked).toEqual([b]);
  });
});
