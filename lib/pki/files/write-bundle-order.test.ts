import { expect, it } from 'vitest';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import { bundleOrder } from '#lib/pki/files/write-bundle-order.ts';
import { mintAuthority, mintServer } from '#lib/pki/issue/mint.ts';

const root = await mintAuthority('Root');
const issuing = await mintAuthority('Issuing', root);
const a = await mintServer('a.example', issuing);
const b = await mintServer('b.example', issuing);
const stranger = await mintServer('c.example', await mintAuthority('Elsewhere'));
const certificates = (...minted: (typeof root)[]) => minted.map(({ certificate }) => certificate);
const names = async (given: (typeof root)[], first?: typeof root) =>
  (await bundleOrder(certificates(...given), first?.certificate.fingerprint)).map(displayName);

it('puts each chain in order, in the order of those at its end, every certificate once', async () => {
  expect(await names([root, b, issuing, stranger, a, b])).toEqual([
    'b.example',
    'Issuing',
    'Root',
    'c.example',
    'a.example',
  ]);
});

it('begins with the one that is named, an authority too', async () => {
  expect(await names([root, b, issuing, a], a)).toEqual(['a.example', 'Issuing', 'Root', 'b.example']);
  expect(await names([root, b, issuing], issuing)).toEqual(['Issuing', 'Root', 'b.example']);
});

it('takes nothing and one', async () => {
  expect(await names([])).toEqual([]);
  expect(await names([root])).toEqual(['Root']);
});
