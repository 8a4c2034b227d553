import { beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';

let root: Minted;
let issuing: Minted;
let foreign: Minted;

beforeAll(async () => {
  root = await mintAuthority('Root CA 1');
  issuing = await mintAuthority('Issuing CA 2', root, { basicConstraints: { isAuthority: true, pathLength: 0 } });
  foreign = await mintAuthority('Contoso Root');
});

async function judge(presented: readonly Minted[], authorities: readonly Minted[] = [root, issuing], at = mintedAt) {
  const certificates = (minted: readonly Minted[]): readonly Certificate[] => minted.map((one) => one.certificate);
  return judgeClientCertificate({ presented: certificates(presented), authorities: certificates(authorities), at });
}

const client = (more: MintOptions = {}, by: Minted = issuing) => mintClient('Alice', by, more);
const under = async (authority: MintOptions, by: Minted = root) => mintAuthority('Issuing CA 3', by, authority);

describe('judgeClientCertificate accepts', () => {
  it('a certificate whose path ends at an uploaded root', async () => {
    const alice = await client();
    const verdict = await judge([alice]);
    expect(verdict).toMatchObject({ accepted: true });
    expect(verdict.accepted && verdict.path.map((one) => one.fingerprint)).toEqual(
      [alice, issuing, root].map((one) => one.certificate.fingerprint),
    );
  });

  it('a chain that the person sent along', async () => {
    expect(await judge([await client(), issuing], [root])).toMatchObject({ accepted: true });
  });

  it.each(['RSA-2048', 'P-384', 'P-521', 'Ed25519'] as const)('signatures of %s', async (keyKind) => {
    const other = await mintAuthority('Other', undefined, { keyKind });
    expect(await judge([await client({}, other)], [other])).toMatchObject({ accepted: true });
  });

  it.each(['SHA-256', 'SHA-512'] as const)('RSA-PSS with %s', async (hash) => {
    const other = await mintAuthority('Other', undefined, { keyKind: 'RSA-2048', rsaPadding: 'PSS', hash });
    expect(await judge([await client({ rsaPadding: 'PSS', hash }, other)], [other])).toMatchObject({ accepted: true });
  });

  it('the first moment of validity, and the last before the end: OpenSSL counts the last second as over', async () => {
    const alice = await client({ notBefore: mintedAt, notAfter: mintedAt + 60_000 });
    expect(await judge([alice], undefined, mintedAt)).toMatchObject({ accepted: true });
    expect(await judge([alice], undefined, mintedAt + 59_999)).toMatchObject({ accepted: true });
    expect(await judge([alice], undefined, mintedAt + 60_000)).toMatchObject({ refusal: 'expired' });
  });

  it('no extended key usage and no key usage at all', async () => {
    const alice = await client({ keyUsage: undefined, extendedKeyUsage: undefined });
    expect(alice.certificate.extendedKeyUsage).toBeUndefined();
    expect(await judge([alice])).toMatchObject({ accepted: true });
  });

  it('a root signed with SHA-1, whose own signature proves nothing anyway', async () => {
    const old = await mintAuthority('Old Root', undefined, { keyKind: 'RSA-2048', hash: 'SHA-1' });
    expect(await judge([await client({}, old)], [old])).toMatchObject({ accepted: true });
  });

  it('one of two authorities with the same name and different keys', async () => {
    const namesake = await mintAuthority('Root CA 1');
    for (const signer of [namesake, root]) {
      expect(await judge([await client({}, signer)], [namesake, root])).toMatchObject({ accepted: true });
    }
  });

  it('a cross-signed authority by the way that passes', async () => {
    const expired = { notAfter: mintedAt - 1 };
    const crossed = await mintAuthority('Issuing CA 2', foreign, { ...expired, ownKey: issuing.key });
    expect(await judge([await client(), crossed], [foreign, root, issuing])).toMatchObject({ accepted: true });
  });

  it('a negative serial number, as OpenSSL does', async () => {
    expect(await judge([await client({ serial: Uint8Array.of(0x80, 1) })])).toMatchObject({ accepted: true });
  });

  it('a self-issued certificate between, which path length does not count', async () => {
    const key = await generateKeyPair('P-256');
    const rollover = await mintAuthority('Issuing CA 2', issuing, { ownKey: key });
    expect(await judge([await client({}, rollover)], [root, issuing, rollover])).toMatchObject({ accepted: true });
  });
});

describe('judgeClientCertificate refuses', () => {
  it('nothing presented', async () => {
    expect(await judge([])).toMatchObject({ accepted: false, refusal: 'no-certificate', depth: 0 });
  });

  it('an expired certificate, naming the day', async () => {
    const alice = await client({ notAfter: Date.UTC(2026, 4, 3, 8) });
    const verdict = await judge([alice]);
    expect(verdict).toMatchObject({
      refusal: 'expired',
      depth: 0,
      certificate: { fingerprint: alice.certificate.fingerprint },
    });
    expect(verdict).toHaveProperty('message', expect.stringContaining('3 May 2026'));
  });

  it.each<[string, MintOptions, string]>([
    ['not yet valid', { notBefore: mintedAt + 1000 }, 'not-yet-valid'],
    ['for servers only', { extendedKeyUsage: [purpose.serverAuth] }, 'wrong-purpose'],
    ['for any purpose only, as OpenSSL does', { extendedKeyUsage: [purpose.any] }, 'wrong-purpose'],
    ['without digitalSignature', { keyUsage: ['keyEncipherment'] }, 'wrong-key-usage'],
    ['with a 1024-bit key', { keyKind: 'RSA-1024' }, 'weak-key'],
    [
      'with an unknown critical extension',
      { furtherExtensions: [{ oid: '1.2.3.4', isCritical: true, value: Uint8Array.of(5, 0) }] },
      'unknown-critical-extension',
    ],
  ])('a certificate %s', async (_, more, refusal) => {
    expect(await judge([await client(more)])).toMatchObject({ accepted: false, refusal, depth: 0 });
  });

  it('SHA-1, on the person’s certificate and on an issuing authority', async () => {
    const rsaRoot = await mintAuthority('RSA Root', undefined, { keyKind: 'RSA-2048' });
    const weakLeaf = await client({ hash: 'SHA-1' }, rsaRoot);
    expect(await judge([weakLeaf], [rsaRoot])).toMatchObject({ refusal: 'weak-signature', depth: 0 });
    const weakAuthority = await under({ hash: 'SHA-1' }, rsaRoot);
    const alice = await client({}, weakAuthority);
    expect(await judge([alice], [rsaRoot, weakAuthority])).toMatchObject({ refusal: 'weak-signature', depth: 1 });
  });

  it.each<[string, MintOptions, string]>([
    ['expired', { notAfter: mintedAt - 1 }, 'expired'],
    ['no authority', { basicConstraints: { isAuthority: false } }, 'not-an-authority'],
    ['without keyCertSign', { keyUsage: ['digitalSignature'] }, 'wrong-key-usage'],
    ['limited to servers', { extendedKeyUsage: [purpose.serverAuth] }, 'wrong-purpose'],
    ['with a 1024-bit key', { keyKind: 'RSA-1024' }, 'weak-key'],
  ])('what an issuing authority signed that is %s', async (_, more, refusal) => {
    const authority = await under(more);
    const alice = await client({}, authority);
    expect(await judge([alice], [root, authority])).toMatchObject({ accepted: false, refusal, depth: 1 });
  });

  it('an authority below one that allows none', async () => {
    const below = await mintAuthority('Below', issuing);
    const alice = await client({}, below);
    expect(await judge([alice, below])).toMatchObject({ refusal: 'path-too-long', depth: 2 });
  });

  it('an expired root', async () => {
    const old = await mintAuthority('Old Root', undefined, { notAfter: mintedAt - 1 });
    expect(await judge([await client({}, old)], [old])).toMatchObject({ refusal: 'expired', depth: 1 });
  });

  it('another authority’s certificate, whether its root came along or not', async () => {
    const mallory = await client({}, foreign);
    expect(await judge([mallory])).toMatchObject({ refusal: 'unknown-authority', depth: 0 });
    expect(await judge([mallory, foreign])).toMatchObject({ refusal: 'unknown-authority', depth: 1 });
  });

  it('a self-signed certificate', async () => {
    expect(await judge([await mintClient('Mallory')])).toMatchObject({ refusal: 'unknown-authority', depth: 0 });
  });

  it('an issuing authority whose root was not uploaded', async () => {
    const verdict = await judge([await client()], [issuing]);
    expect(verdict).toMatchObject({ refusal: 'unknown-authority', depth: 1 });
    expect(verdict).toHaveProperty('message', expect.stringContaining('Root CA 1'));
  });

  it('a forged issuer name, with and without the key identifier of the real one', async () => {
    const key = await generateKeyPair('P-256');
    const forger = { ...foreign, signer: { name: issuing.signer.name, key } };
    expect(await judge([await client({}, forger)])).toMatchObject({ refusal: 'broken-signature', depth: 0 });
    expect(await judge([await client({ hasKeyIds: false }, forger)])).toMatchObject({ refusal: 'broken-signature' });
  });

  it('one changed bit in the signed part', async () => {
    const alice = await client();
    const tbs = alice.certificate.tbs.slice();
    tbs[tbs.length - 1] = (tbs[tbs.length - 1] ?? 0) ^ 1;
    const changed = { ...alice, certificate: { ...alice.certificate, tbs } };
    expect(await judge([changed])).toMatchObject({ refusal: 'broken-signature', depth: 0 });
  });

  it('a root sent along that only carries the name of an uploaded one', async () => {
    const namesake = await mintAuthority('Root CA 1');
    const verdict = await judge([await client({}, namesake), namesake]);
    expect(verdict).toMatchObject({ accepted: false, refusal: 'unknown-authority' });
  });
});

describe('judgeClientCertificate stays bounded', () => {
  it('with a chain of 100 authorities', async () => {
    const key = await generateKeyPair('P-256');
    const chain: Minted[] = [await mintAuthority('CA 0', undefined, { ownKey: key })];
    for (let number = 1; number < 100; number += 1) {
      chain.push(await mintAuthority(`CA ${number}`, chain[number - 1], { ownKey: key }));
    }
    const alice = await client({}, chain[99]);
    expect(await judge([alice], chain)).toMatchObject({ accepted: false, refusal: 'path-too-long' });
  });

  it('with 100 authorities of the same name, of which the last one signed', async () => {
    const namesakes = await Promise.all(Array.from({ length: 100 }, () => mintAuthority('Same')));
    const last = namesakes[99];
    expect(await judge([await client({}, last)], namesakes)).toMatchObject({ accepted: true });
    const silent = await client({ hasKeyIds: false }, last);
    expect(await judge([silent], namesakes)).toMatchObject({ accepted: false, refusal: 'ambiguous-issuer' });
  });

  it('with authorities that all signed each other, where paths grow exponentially', async () => {
    const key = await generateKeyPair('P-256');
    const mesh: Minted[] = [];
    const names = Array.from({ length: 9 }, (_, number) => `Mesh ${number}`);
    for (const above of names) {
      for (const below of names) {
        const by = {
          ...foreign,
          signer: {
            name: [
              ['O', 'Fabrikam'],
              ['CN', above],
            ] as const,
            key,
          },
        };
        if (above !== below) mesh.push(await mintAuthority(below, by, { ownKey: key }));
      }
    }
    const alice = await client({}, mesh[0]);
    expect(await judge([alice], mesh)).toMatchObject({ accepted: false, refusal: 'too-much-work' });
  });

  it('with two authorities that signed each other and no root', async () => {
    const [a, b] = [await generateKeyPair('P-256'), await generateKeyPair('P-256')];
    const nameOf = (name: string) =>
      [
        ['O', 'Fabrikam'],
        ['CN', name],
      ] as const;
    const one = await mintAuthority('One', { ...foreign, signer: { name: nameOf('Two'), key: b } }, { ownKey: a });
    const two = await mintAuthority('Two', one, { ownKey: b });
    const alice = await client({}, one);
    expect(await judge([alice], [one, two])).toMatchObject({ accepted: false, refusal: 'unknown-authority' });
  });
});
