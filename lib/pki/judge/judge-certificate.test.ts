import { beforeAll, describe, expect, it } from 'vitest';
import { derBitString, derContext, derSequence } from '#lib/pki/asn1/write-der.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient, mintedAt, mintServer } from '#lib/pki/issue/mint.ts';
import type { JudgeCase } from '#lib/pki/judge/judge-case.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import { opensslVerifiesMany } from '#lib/pki/judge/openssl-verify-many.test-support.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

const day = 86_400_000;
let key: KeyPair;
let root: Minted;
let issuing: Minted;

beforeAll(async () => {
  key = await generateKeyPair('P-256');
  root = await mintAuthority('Root');
  issuing = await mintAuthority('Issuing', root);
});

const of = (minted: readonly Minted[]): readonly Certificate[] => minted.map((one) => one.certificate);

function judge(presented: readonly Minted[], authorities: readonly Minted[], more: Partial<JudgeCase> = {}) {
  const purpose = { kind: 'client' } as const;
  return judgeCertificate({ presented: of(presented), authorities: of(authorities), at: mintedAt, purpose, ...more });
}

const names = (path: readonly Certificate[]) => path.map(({ fingerprint }) => fingerprint);

describe('with partial chains', () => {
  it('an issuing authority may be all that is trusted', async () => {
    const alice = await mintClient('Alice', issuing);
    expect(await judge([alice], [issuing])).toMatchObject({ refusal: 'unknown-authority', depth: 1 });
    const verdict = await judge([alice], [issuing], { partialChains: true });
    expect(verdict.accepted && names(verdict.path)).toEqual(names(of([alice, issuing])));
  });

  it('what was sent along is no anchor, and neither is the person’s own certificate', async () => {
    const alice = await mintClient('Alice', issuing);
    const foreign = await mintAuthority('Foreign');
    expect(await judge([alice, issuing], [foreign], { partialChains: true })).toMatchObject({
      refusal: 'unknown-authority',
    });
    expect(await judge([alice], [alice], { partialChains: true })).toMatchObject({ refusal: 'unknown-authority' });
  });

  it('the rules hold for the anchor as for a root', async () => {
    const ended = await mintAuthority('Ended', root, { notAfter: mintedAt - day });
    const verdict = await judge([await mintClient('Alice', ended)], [ended], { partialChains: true });
    expect(verdict).toMatchObject({ refusal: 'expired', depth: 1 });
  });
});

describe('of several paths', () => {
  it('one that passes is enough: a cross-signed authority whose other root has ended', async () => {
    const oldRoot = await mintAuthority('Old root', undefined, { notAfter: mintedAt - day });
    const crossed = await mintAuthority('Issuing', oldRoot, { ownKey: issuing.key });
    const alice = await mintClient('Alice', issuing);
    for (const order of [
      [crossed, oldRoot, issuing, root],
      [issuing, root, crossed, oldRoot],
    ]) {
      expect(await judge([alice], order)).toMatchObject({ accepted: true });
    }
    expect(await judge([alice], [crossed, oldRoot])).toMatchObject({ refusal: 'expired', depth: 2 });
  });

  it('a re-keyed authority of the same name is told by its key', async () => {
    const options: MintOptions = { hasKeyIds: false };
    const before = await mintAuthority('Corp', undefined, options);
    const after = await mintAuthority('Corp', undefined, options);
    for (const signer of [before, after]) {
      // Of people OpenSSL asks for more (tls/disagreement-of-tls.ts).
      const purpose = { kind: 'signer' } as const;
      const verdict = await judge([await mintClient('Alice', signer, options)], [before, after], { purpose });
      expect(verdict.accepted && verdict.path[1]?.fingerprint).toBe(signer.certificate.fingerprint);
    }
  });

  it('the next is taken where an authority of one was revoked', async () => {
    const otherRoot = await mintAuthority('Other root');
    const crossed = await mintAuthority('Issuing', otherRoot, { ownKey: issuing.key });
    const alice = await mintClient('Alice', issuing);
    const lists = [await listOf(root, [issuing]), await listOf(otherRoot, []), await listOf(issuing, [])];
    const asked: string[][] = [];
    const revocation: JudgeCase['revocation'] = {
      modeOf: () => 'fail-closed',
      gather: async (path) => {
        asked.push([...names(path)]);
        return { crls: lists, ocsp: [] };
      },
    };
    const verdict = await judge([alice], [issuing, root, crossed, otherRoot], { revocation });
    expect(verdict.accepted && names(verdict.path)).toEqual(names(of([alice, crossed, otherRoot])));
    const alone = await judge([alice], [issuing, root], { revocation });
    expect(alone).toMatchObject({ refusal: 'revoked', depth: 1, paragraph: expect.stringContaining('RFC 5280') });
    // Nobody asks about a path that is refused anyway: whoever made it chose the addresses in it.
    asked.length = 0;
    const ended = await mintClient('Alice', issuing, { notAfter: mintedAt - day });
    expect(await judge([ended], [issuing, root], { revocation })).toMatchObject({ refusal: 'expired' });
    expect(asked).toEqual([]);
  });
});

async function listOf(signer: Minted, revoked: readonly Minted[]): Promise<RevocationList> {
  const list = parseCrl(
    await issueCrl({
      signer: signer.signer,
      thisUpdate: mintedAt - day,
      nextUpdate: mintedAt + day,
      revoked: revoked.map(({ certificate }) => ({
        serial: Uint8Array.from(Buffer.from(certificate.serial, 'hex')),
        at: mintedAt - day,
      })),
    }),
  );
  if (!list.ok) throw new Error(list.problem.message);
  return list.value;
}

describe('a host', () => {
  const server = { kind: 'server' } as const;
  const netscape = (bits: number) => ({
    furtherExtensions: [{ oid: '2.16.840.1.113730.1.1', isCritical: true, value: derBitString(Uint8Array.of(bits)) }],
  });
  it.each<[name: string, more: MintOptions, expected: object]>([
    ['keyEncipherment, as for TLS 1.2', { keyUsage: ['keyEncipherment'] }, { accepted: true }],
    ['a key that is for lists', { keyUsage: ['cRLSign'] }, { refusal: 'wrong-key-usage', depth: 0 }],
    ['a key that is for data', { keyUsage: ['dataEncipherment'] }, { refusal: 'wrong-key-usage', depth: 0 }],
    ['Netscape’s type for servers', netscape(0x40), { accepted: true }],
    ['Netscape’s type for people', netscape(0x80), { refusal: 'wrong-purpose', depth: 0 }],
  ])('%s', async (_, more, expected) => {
    expect(await judge([await mintServer('a.example', root, more)], [root], { purpose: server })).toMatchObject(
      expected,
    );
  });

  it('of an authority that answers itself the key usage is that of authorities', async () => {
    const alternativeNames = [{ kind: 'dns', value: 'a.example' }] as const;
    const host = await mintAuthority('Host', root, { alternativeNames, keyUsage: ['keyCertSign'] });
    expect(await judge([host], [root], { purpose: server })).toMatchObject({ accepted: true });
  });

  it('is told what is wrong with an address that is written as a name', async () => {
    const verdict = await judge([await mintServer('127.0.0.1', root)], [root], {
      purpose: { ...server, host: '127.0.0.1' },
    });
    expect(verdict).toMatchObject({ refusal: 'wrong-host', message: expect.stringContaining('a host of that name') });
  });
});

it('a key that is no point of its curve is no key, here and for OpenSSL', async () => {
  const now = Date.now();
  const current = { notBefore: now - day, notAfter: now + day };
  const top = await mintAuthority('Root', undefined, current);
  const spki = key.spki.with(-1, (key.spki.at(-1) ?? 0) ^ 1);
  const broken = await mintClient('Alice', top, { ...current, ownKey: { ...key, spki } });
  const good = await mintClient('Alice', top, { ...current, ownKey: key });
  expect(await judge([broken], [top], { at: now })).toMatchObject({ refusal: 'unsupported-algorithm', depth: 0 });
  expect(await judge([good], [top], { at: now })).toMatchObject({ accepted: true });
  const asked = { leaves: [broken, good], trusted: [top], untrusted: [], isPartialAllowed: false };
  expect(await opensslVerifiesMany(asked)).toEqual([false, true]);
});

describe('the work is bounded', () => {
  it('where authorities sign each other in exponentially many ways, and the way out is said to be the work', async () => {
    const mesh: Minted[] = [];
    const every = Array.from({ length: 9 }, (_, number) => `Mesh ${number}`);
    for (const above of every) {
      const by = {
        ...root,
        signer: {
          name: [
            ['O', 'Fabrikam'],
            ['CN', above],
          ] as const,
          key,
        },
      };
      for (const name of every) if (name !== above) mesh.push(await mintAuthority(name, by, { ownKey: key }));
    }
    const verdict = await judge([await mintClient('Alice', mesh[0])], mesh);
    expect(verdict).toMatchObject({ refusal: 'too-much-work', paragraph: 'RFC 4158 section 2.4.1' });
  });

  it('by the number of certificates between, where one is given', async () => {
    const alice = await mintClient('Alice', issuing);
    const purpose = { maxIntermediates: 0 };
    expect(await judge([alice], [issuing, root], purpose)).toMatchObject({ refusal: 'path-too-long' });
    expect(await judge([alice], [issuing, root], { maxIntermediates: 1 })).toMatchObject({ accepted: true });
    expect(await judge([await mintClient('Bob', root)], [root], purpose)).toMatchObject({ accepted: true });
    // What an authority vouches for of its own, such as its new key, does not count (RFC 5280 section 4.2.1.9).
    const renewed = await mintAuthority('Root', root);
    const carol = await mintClient('Carol', renewed);
    expect(await judge([carol], [renewed, root], purpose)).toMatchObject({ accepted: true });
  });
});

describe('for a server', () => {
  const server = (host: string) => ({ purpose: { kind: 'server', host } as const, voice: 'administrator' as const });

  it.each([
    ['sso.fabrikam.example', 'sso.fabrikam.example', true],
    ['SSO.fabrikam.example', 'sso.Fabrikam.example', true],
    ['*.fabrikam.example', 'sso.fabrikam.example', true],
    ['*.fabrikam.example', 'a.sso.fabrikam.example', false],
    ['s*.fabrikam.example', 'sso.fabrikam.example', false],
    ['*.example', 'fabrikam.example', false],
    ['sso.fabrikam.example', 'fabrikam.example', false],
  ])('a certificate for %s, asked as %s: %s', async (name, host, isAccepted) => {
    const verdict = await judge([await mintServer(name, root)], [root], server(host));
    expect(verdict).toMatchObject(isAccepted ? { accepted: true } : { refusal: 'wrong-host', depth: 0 });
  });

  it('a common name is no host name', async () => {
    const nameless = await mintServer('sso.fabrikam.example', root, { alternativeNames: [] });
    expect(await judge([nameless], [root], server('sso.fabrikam.example'))).toMatchObject({ refusal: 'wrong-host' });
  });

  it('a person’s certificate is none', async () => {
    const alternativeNames = [{ kind: 'dns', value: 'sso.fabrikam.example' }] as const;
    const alice = await mintClient('Alice', root, { alternativeNames });
    expect(await judge([alice], [root], server('sso.fabrikam.example'))).toMatchObject({ refusal: 'wrong-purpose' });
  });

  it.each<readonly [string, MintOptions, string]>([
    ['a serial number of zero', { serial: Uint8Array.of(0) }, 'RFC 5280 section 4.1.2.2'],
    ['a serial number of 21 octets', { serial: new Uint8Array(21).fill(7) }, 'RFC 5280 section 4.1.2.2'],
    ['no authority key identifier', { hasKeyIds: false }, 'RFC 5280 section 4.2.1.1'],
    [
      'keyCertSign without being an authority',
      { keyUsage: ['digitalSignature', 'keyCertSign'] },
      'RFC 5280 section 4.2.1.3',
    ],
    ['an authority', { basicConstraints: { isAuthority: true } }, 'accepted'],
    ['no subject, and names that are not critical', { subject: [] }, 'accepted'],
  ])('%s', async (_, options, paragraph) => {
    const host = await mintServer('sso.fabrikam.example', root, options);
    const verdict = await judge([host], [root], server('sso.fabrikam.example'));
    if (paragraph === 'accepted') expect(verdict).toMatchObject({ accepted: true });
    else expect(verdict).toMatchObject({ refusal: 'departs-from-profile', depth: 0, paragraph });
    // The same handwriting does not send a person away.
    const alice = await mintClient('Alice', root, options);
    const { refusal } = { refusal: undefined, ...(await judge([alice], [root])) };
    expect(refusal).not.toBe('departs-from-profile');
  });

  it('one that names half of its issuer’s certificate', async () => {
    const nameOnly = derContext(1, derContext(4, root.certificate.subject.der, true), true);
    const keyId = derContext(0, Uint8Array.from(Buffer.from(root.certificate.subjectKeyId ?? '', 'hex')), false);
    const host = await mintServer('sso.fabrikam.example', root, {
      hasKeyIds: false,
      furtherExtensions: [{ oid: '2.5.29.35', isCritical: false, value: derSequence(keyId, nameOnly) }],
    });
    const verdict = await judge([host], [root], server('sso.fabrikam.example'));
    expect(verdict).toMatchObject({ refusal: 'departs-from-profile', depth: 0, paragraph: 'RFC 5280 appendix A.2' });
  });

  it.each<readonly [string, MintOptions, string]>([
    ['a purpose', { extendedKeyUsage: undefined }, '7.1.2.7.10'],
    ['no authority', { basicConstraints: { isAuthority: true } }, '7.1.2.7.8'],
  ])('what browsers ask of public authorities is not asked of private ones: %s', async (_, options, section) => {
    const host = await mintServer('sso.fabrikam.example', root, options);
    const asked = { kind: 'server', host: 'sso.fabrikam.example' } as const;
    expect(await judge([host], [root], { purpose: asked })).toMatchObject({ accepted: true });
    const verdict = await judge([host], [root], { purpose: { ...asked, isPublic: true } });
    expect(verdict).toMatchObject({
      refusal: 'departs-from-profile',
      paragraph: `Baseline Requirements section ${section}`,
    });
  });
});

it('speaks to administrators of what a holder is told otherwise', async () => {
  const alice = await mintClient('Alice', issuing, { notAfter: mintedAt - day });
  const told = async (voice: 'holder' | 'administrator') => judge([alice], [issuing, root], { voice });
  expect(await told('holder')).toMatchObject({ message: expect.stringMatching(/^Your certificate ended/) });
  expect(await told('administrator')).toMatchObject({
    message: expect.stringMatching(/^The certificate of “Alice” ended/),
    remedy: 'Issue a new certificate.',
  });
});
