import { beforeAll, describe, expect, it } from 'vitest';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import { type Minted, mintAuthority, mintClient, mintServer } from '#lib/pki/issue/mint.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { buildForest, type ChainNode, orderChain } from '#lib/pki/path/build-chain.ts';

let root: Minted;
let issuing: Minted;
let server: Minted;

beforeAll(async () => {
  root = await mintAuthority('Root CA 1');
  issuing = await mintAuthority('Issuing CA 2', root);
  server = await mintServer('sso.fabrikam.example', issuing);
});

const forest = (minted: readonly Minted[]) => buildForest(minted.map((one) => one.certificate));

/** The tree as nested names. */
type Names = { readonly [name: string]: Names | string };
function names(nodes: readonly ChainNode[]): Names {
  return Object.fromEntries(
    nodes.map((node) => {
      const name = displayName(node.certificate) + (node.isSelfSigned ? '*' : '');
      const missing = node.missingParent === undefined ? {} : { missing: node.missingParent.name };
      return [name, { ...missing, ...names(node.children) }];
    }),
  );
}

describe('buildForest', () => {
  it('puts what was issued below its issuer, whatever the order, and each certificate once', async () => {
    const expected = { 'Root CA 1*': { 'Issuing CA 2': { 'sso.fabrikam.example': {} } } };
    expect(names(await forest([server, root, issuing]))).toEqual(expected);
    expect(names(await forest([issuing, server, issuing, root]))).toEqual(expected);
  });

  it('names the parent that is missing, and puts roots first', async () => {
    expect(names(await forest([issuing]))).toEqual({ 'Issuing CA 2': { missing: 'Root CA 1' } });
    const other = await mintAuthority('Other Root');
    expect(Object.keys(names(await forest([issuing, other])))).toEqual(['Other Root*', 'Issuing CA 2']);
  });

  it('does not take a namesake for the parent', async () => {
    const namesake = await mintAuthority('Root CA 1');
    expect(names(await forest([namesake, issuing]))).toEqual({
      'Root CA 1*': {},
      'Issuing CA 2': { missing: 'Root CA 1' },
    });
    const bare = await mintAuthority('Bare', root, { hasKeyIds: false });
    const tree = await forest([namesake, root, bare]);
    const parent = tree.find((node) => node.children.length > 0);
    expect(parent?.certificate.fingerprint).toBe(root.certificate.fingerprint);
  });

  it('cuts loops', async () => {
    const [a, b] = [await generateKeyPair('P-256'), await generateKeyPair('P-256')];
    const nameOf = (name: string) =>
      [
        ['O', 'Fabrikam'],
        ['CN', name],
      ] as const;
    const one = await mintAuthority('One', { ...root, signer: { name: nameOf('Two'), key: b } }, { ownKey: a });
    const two = await mintAuthority('Two', one, { ownKey: b });
    expect(names(await forest([one, two]))).toEqual({ Two: { missing: 'One', One: {} } });
  });

  it('compares names as RFC 5280 section 7.1 says', async () => {
    const shouting = {
      ...root,
      signer: {
        ...root.signer,
        name: [
          ['O', 'FABRIKAM'],
          ['CN', 'root  ca 1 '],
        ] as const,
      },
    };
    expect(names(await forest([root, await mintClient('Alice', shouting)]))).toEqual({ 'Root CA 1*': { Alice: {} } });
  });

  it('answers for 100 authorities with one name that signed each other', async () => {
    const key = await generateKeyPair('P-256');
    const subject = [['CN', 'Same']] as const;
    const by = { ...root, signer: { name: subject, key } };
    const many = await Promise.all(Array.from({ length: 100 }, () => mintAuthority('Same', by, { subject })));
    const tree = await forest(many);
    const count = (nodes: readonly ChainNode[]): number => nodes.reduce((sum, one) => sum + 1 + count(one.children), 0);
    expect(count(tree)).toBe(100);
  });
});

describe('orderChain', () => {
  const all = () => [root, server, issuing].map((one) => one.certificate);

  it('goes from the leaf up to the root', async () => {
    const { chain, missing, unused } = await orderChain(server.certificate, all());
    expect(chain.map(displayName)).toEqual(['sso.fabrikam.example', 'Issuing CA 2', 'Root CA 1']);
    expect(missing).toBeUndefined();
    expect(unused).toEqual([]);
  });

  it('leaves the root out where asked, but never a self-signed leaf', async () => {
    const { chain } = await orderChain(server.certificate, all(), { withRoot: false });
    expect(chain.map(displayName)).toEqual(['sso.fabrikam.example', 'Issuing CA 2']);
    const alone = await mintServer('alone.example');
    expect((await orderChain(alone.certificate, [], { withRoot: false })).chain).toHaveLength(1);
  });

  it('says which issuer is missing, and what was not used', async () => {
    const stranger = await mintAuthority('Stranger');
    const { chain, missing, unused } = await orderChain(server.certificate, [stranger.certificate]);
    expect(chain).toHaveLength(1);
    expect(missing).toEqual({ name: 'Issuing CA 2', keyId: issuing.certificate.subjectKeyId, urls: [] });
    expect(unused.map(displayName)).toEqual(['Stranger']);
  });
});
