import { expect, test } from 'vitest';
import { type DryRunInputs, dryRunFragment, readDryRunFragment } from '#components/dry-run/dry-run-link.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';

const root = await mintAuthority('Root CA 1');
const ada = await mintClient('Ada', root);
const nothing: DryRunInputs = { address: '', at: undefined, userName: '', settings: 'running', presented: [] };

test('what was filled in comes back, certificates included', async () => {
  const inputs: DryRunInputs = {
    address: '2001:db8::7',
    at: 1_800_000_000_000,
    userName: 'CORP\\ada & co',
    settings: 'draft',
    presented: [ada, root].map(({ certificate }) => toBase64(certificate.der)),
  };
  const fragment = await dryRunFragment(inputs);
  expect(fragment).toMatch(/^#[\w.%+=&*-]+$/);
  expect(await readDryRunFragment(fragment ?? '')).toEqual(inputs);
  const plain = await dryRunFragment({ ...nothing, address: '198.51.100.7' });
  expect(plain).toBe('#address=198.51.100.7');
  expect(await readDryRunFragment(plain ?? '')).toEqual({ ...nothing, address: '198.51.100.7' });
});

test('nothing becomes of what is too long, or no such fragment', async () => {
  const random = toBase64(crypto.getRandomValues(new Uint8Array(40_000)));
  expect(await dryRunFragment({ ...nothing, presented: [random] })).toBeUndefined();
  expect(await readDryRunFragment('')).toBeUndefined();
  expect(await readDryRunFragment('#steps')).toBeUndefined();
});

test('what cannot be read is left empty', async () => {
  const good = (await dryRunFragment({ ...nothing, presented: [toBase64(ada.certificate.der)] })) ?? '';
  for (const bad of ['#certificates=!!!', '#certificates=AAAA', good.slice(0, -20), '#certificates='])
    expect(await readDryRunFragment(bad), bad).toEqual(nothing);
  expect(await readDryRunFragment('#at=yesterday&settings=tomorrow&address=x')).toEqual({ ...nothing, address: 'x' });
  expect((await readDryRunFragment(`#user=${'x'.repeat(2_000)}`))?.userName).toHaveLength(256);
});

test('a fragment that grows without end is not unpacked', async () => {
  const zeros = new Blob([new Uint8Array(20_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const packed = Buffer.from(await new Response(zeros).arrayBuffer()).toString('base64url');
  expect(packed.length).toBeLessThan(30_000);
  expect((await readDryRunFragment(`#certificates=${packed}`))?.presented).toEqual([]);
});
