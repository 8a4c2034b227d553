import { describe, expect, it } from 'vitest';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import { type Minted, mintAuthority, mintClient, mintedAt, mintServer } from '#lib/pki/issue/mint.ts';
import { planRepair } from '#lib/pki/pkcs12/plan-repair.ts';
import type { FileToRepair } from '#lib/pki/pkcs12/repair-case.ts';

const dayMs = 86_400_000;
const root = await mintAuthority('Root CA 1');
const issuing = await mintAuthority('Issuing CA 2', root);
const server = await mintServer('sso.fabrikam.example', issuing);
const other = await mintServer('mail.fabrikam.example', issuing);
const stranger = await mintAuthority('Contoso CA');

function file(
  certificates: readonly Minted[],
  keys: readonly Minted[],
  more: Partial<FileToRepair> = {},
): FileToRepair {
  return {
    name: 'server.pfx',
    certificates: certificates.map(({ certificate }) => certificate),
    keys: keys.map(({ certificate: { spkiFingerprint } }) => ({ spkiFingerprint })),
    encryption: ['AES-256'],
    isLegacyEncryption: false,
    isReadInFull: true,
    ...more,
  };
}

async function plan(files: readonly FileToRepair[], at = mintedAt, chosen?: string) {
  const { chain, findings, ...rest } = await planRepair({ files, at, chosen });
  return { ...rest, chain: chain.map(displayName), kinds: findings.map(({ kind }) => kind), findings };
}

describe('planRepair', () => {
  it('finds nothing wrong with a good file', async () => {
    const { chain, kinds, isRootLast } = await plan([file([server, issuing, root], [server])]);
    expect(chain).toEqual(['sso.fabrikam.example', 'Issuing CA 2', 'Root CA 1']);
    expect(kinds).toEqual([]);
    expect(isRootLast).toBe(true);
  });

  it('names old encryption, puts the chain in order and leaves out what does not belong to it', async () => {
    const old = { isLegacyEncryption: true, encryption: ['RC2-40 (legacy)', '3DES (legacy)'] };
    const { chain, kinds, findings } = await plan([file([root, stranger, issuing, server], [server], old)]);
    expect(chain).toEqual(['sso.fabrikam.example', 'Issuing CA 2', 'Root CA 1']);
    expect(kinds).toEqual(['legacy-encryption', 'chain-order', 'extra-certificates']);
    expect(findings.every(({ isCured }) => isCured)).toBe(true);
    expect(findings[0]?.message).toContain('RC2-40 (legacy), 3DES (legacy)');
    expect(findings[2]?.message).toContain('Contoso CA');
  });

  it('names the missing issuer with its address, gravely where nothing but the certificate itself is there', async () => {
    const aia = Uint8Array.from(
      Buffer.from(`3022302006082b060105050730028614${Buffer.from('http://a.example/i.p').toString('hex')}`, 'hex'),
    );
    const withAddress = await mintServer('sso.fabrikam.example', issuing, {
      furtherExtensions: [{ oid: '1.3.6.1.5.5.7.1.1', isCritical: false, value: aia }],
    });
    const bare = await plan([file([withAddress], [withAddress])]);
    expect(bare.findings).toMatchObject([
      { kind: 'missing-issuer', severity: 'warning', isCured: false, urls: ['http://a.example/i.p'] },
    ]);
    expect(bare.findings[0]?.message).toContain('Issuing CA 2');
    const withoutRoot = await plan([file([server, issuing], [server])]);
    expect(withoutRoot.findings).toMatchObject([{ kind: 'missing-issuer', severity: 'note', urls: [] }]);
    expect(withoutRoot.findings[0]?.message).toContain('Root CA 1');
  });

  it('fills in what is missing from further files', async () => {
    const { chain, kinds } = await plan([
      file([server], [server]),
      file([stranger, root, issuing], [], { name: 'bundle.p7b' }),
    ]);
    expect(chain).toEqual(['sso.fabrikam.example', 'Issuing CA 2', 'Root CA 1']);
    expect(kinds).toEqual(['extra-certificates']);
  });

  it('says which certificate of the chain ended or has not begun', async () => {
    const late = await plan([file([server, issuing, root], [server])], mintedAt + 2_000 * dayMs);
    expect(late.kinds).toEqual(['expired', 'expired', 'expired']);
    expect(late.findings[0]?.message).toContain('sso.fabrikam.example ended on');
    expect(late.findings.some(({ isCured }) => isCured)).toBe(false);
    const early = await plan([file([server, issuing, root], [server])], mintedAt - 200 * dayMs);
    expect(early.kinds).toEqual(['not-yet-valid', 'not-yet-valid', 'not-yet-valid']);
  });

  it('says where the key is too short for TLS', async () => {
    const short = await mintServer('old.example', undefined, { keyKind: 'RSA-1024' });
    const { findings } = await plan([file([short], [short])]);
    expect(findings).toMatchObject([{ kind: 'weak-key', severity: 'error', isCured: false }]);
    expect(findings[0]?.message).toContain('1024 bits');
  });

  it('says where there is no key, no certificate, or no pair, and makes nothing of it', async () => {
    expect(await plan([file([server, issuing], [])])).toMatchObject({ chain: [], kinds: ['no-key'] });
    expect(await plan([file([], [server])])).toMatchObject({ chain: [], kinds: ['no-certificate'] });
    expect(await plan([file([server, issuing], [other])])).toMatchObject({ chain: [], kinds: ['key-fits-none'] });
    expect(await plan([])).toMatchObject({ chain: [], kinds: [] });
  });

  it('waits for the passphrase before it misses anything', async () => {
    expect((await plan([file([], [], { isReadInFull: false })])).kinds).toEqual([]);
    expect((await plan([file([server], [], { isReadInFull: false })])).kinds).toEqual([]);
  });

  it('asks which of several pairs is meant, that of a host before that of an authority', async () => {
    const files = [file([root, issuing, server, other], [issuing, server, other])];
    const first = await plan(files);
    expect(first.kinds[0]).toBe('several-keys');
    expect(first.choices).toHaveLength(3);
    expect(first.chain[0]).not.toBe('Issuing CA 2');
    const chosen = await plan(files, mintedAt, other.certificate.fingerprint);
    expect(chosen.chain).toEqual(['mail.fabrikam.example', 'Issuing CA 2', 'Root CA 1']);
    expect(chosen.keyFingerprint).toBe(other.certificate.spkiFingerprint);
  });

  it('repairs a person’s file as well', async () => {
    const person = await mintClient('Alice', issuing);
    const { chain } = await plan([file([issuing, person], [person])]);
    expect(chain).toEqual(['Alice', 'Issuing CA 2']);
  });
});
