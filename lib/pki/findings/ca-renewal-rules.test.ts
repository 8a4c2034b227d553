import { beforeAll, describe, expect, it } from 'vitest';
import { checkCaCertificates } from '#lib/pki/findings/check-ca-certificates.ts';
import { type Minted, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const day = 86_400_000;
const ended = { notBefore: mintedAt - 4000 * day, notAfter: mintedAt - 10 * day };
let formerKey: KeyPair;
let root: Minted;
let issuing: Minted;

beforeAll(async () => {
  formerKey = await generateKeyPair('P-256');
  root = await mintAuthority('Root');
  issuing = await mintAuthority('Issuing', root);
});

async function ids(...authorities: readonly Minted[]) {
  const found = await checkCaCertificates({ authorities: authorities.map((one) => one.certificate), at: mintedAt });
  return found.map(({ id, severity }) => `${severity} ${id}`);
}

async function isAccepted(by: Minted, ...authorities: readonly Minted[]) {
  const presented = [(await mintClient('Alice', by)).certificate];
  const given = { presented, authorities: authorities.map((one) => one.certificate), at: mintedAt };
  return (await judgeClientCertificate(given)).accepted;
}

describe('a renewed authority', () => {
  it('may have its ended certificate beside it, of the same key or of a former one', async () => {
    for (const ownKey of [root.key, formerKey]) {
      const old = await mintAuthority('Root', undefined, { ...ended, ownKey });
      expect(await ids(old, root, issuing)).toEqual(['note CA-SUPERSEDED']);
      expect(await isAccepted(issuing, old, root, issuing)).toBe(true);
    }
  });

  it('does not make up for an ended one whose key signed an authority that is here', async () => {
    const old = await mintAuthority('Root', undefined, { ...ended, ownKey: formerKey });
    const oldIssuing = await mintAuthority('Former Issuing', old);
    expect(await ids(old, root, issuing, oldIssuing)).toEqual(['error CA-EXPIRED', 'warning CA-OUTLIVED']);
    expect(await isAccepted(oldIssuing, old, root, issuing, oldIssuing)).toBe(false);
  });

  it('is not asked to be renewed again while the former certificate runs out, or the next one begins', async () => {
    const ending = await mintAuthority('Root', undefined, { notAfter: mintedAt + 9 * day, ownKey: root.key });
    expect(await ids(ending, root, issuing)).toEqual([]);
    const next = await mintAuthority('Root', undefined, { notBefore: mintedAt + 9 * day, ownKey: root.key });
    expect(await ids(next, root, issuing)).toEqual([]);
  });

  it('may be cross-certified by an authority that is not here', async () => {
    const former = await mintAuthority('Root', undefined, { ownKey: formerKey });
    const cross = await mintAuthority('Root', former, { ownKey: root.key });
    expect(await ids(root, cross, issuing)).toEqual(['note CA-SUPERSEDED']);
    expect(await ids(cross, issuing)).toEqual(['error CA-MISSING-PARENT']);
  });

  it('does not make up for a namesake with another key whose parent is missing', async () => {
    const former = await mintAuthority('Former Root');
    const namesake = await mintAuthority('Issuing', former);
    expect(await ids(root, issuing, namesake)).toEqual(['error CA-MISSING-PARENT']);
  });
});

describe('what is no authority', () => {
  it('is only told to be none', async () => {
    const alice = await mintClient('Alice', issuing);
    expect(await ids(root, issuing, alice)).toEqual(['error CA-NOT-AUTHORITY']);
    const bob = await mintClient('Bob');
    expect(await ids(root, issuing, bob)).toEqual(['error CA-NOT-AUTHORITY']);
    const found = await checkCaCertificates({ authorities: [alice.certificate, bob.certificate], at: mintedAt });
    // A self-signed certificate has no issuer that could be dropped instead.
    expect(found.map(({ remedy }) => remedy.includes('authority that issued it'))).toEqual([false, true]);
  });
});
