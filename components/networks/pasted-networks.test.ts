import { expect, test } from 'vitest';
import { pastedNetworks, unreadLines } from '#components/networks/pasted-networks.ts';

const text = [
  '24.12.34.56/32 Head office',
  'not a network',
  '10.1.2.3/16 Plant',
  '198.51.100.4-198.51.100.7',
  '::ffff:24.12.34.56',
  '300.1.1.1',
].join('\n');

test('adds what can be read, each block once, and keeps the label', () => {
  const pasted = pastedNetworks(text, new Set());
  expect(pasted.networks).toEqual([
    { block: '24.12.34.56/32', label: 'Head office' },
    { block: '10.1.0.0/16', label: 'Plant' },
    { block: '198.51.100.4/30', label: '' },
  ]);
  expect(pasted.entries.map((one) => one.state)).toEqual(['new', 'unreadable', 'new', 'new', 'repeated', 'unreadable']);
});

test('where two blocks may be meant a person can choose the other', () => {
  const key = pastedNetworks(text, new Set()).entries[2]?.key ?? '';
  expect(pastedNetworks(text, new Set(), new Set([key])).networks[1]?.block).toBe('10.1.2.3/32');
});

test('blocks that are there already are not added again', () => {
  const pasted = pastedNetworks('24.12.34.56', new Set(['24.12.34.56/32']));
  expect([pasted.networks, pasted.entries[0]?.state]).toEqual([[], 'present']);
});

test('lines that cannot be read stay as they were pasted', () => {
  expect(unreadLines(text, pastedNetworks(text, new Set()))).toBe('not a network\n300.1.1.1');
});
