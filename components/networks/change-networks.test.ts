import { expect, test } from 'vitest';
import { addNetworks, removeNetworks, replaceNetwork, restoreNetwork } from '#components/networks/change-networks.ts';
import { emptySettings } from '#lib/contracts/settings.ts';

const head = { block: '24.12.34.56/32', label: 'Head office' };
const branch = { block: '2001:db8:12::/48', label: 'Branch' };
const plant = { block: '198.51.100.0/24', label: 'Plant' };
const settings = { ...emptySettings, networks: [head, branch] };

test('adding keeps what is there and takes each block once', () => {
  const added = addNetworks([{ ...head, label: 'again' }, plant, { ...plant, label: 'twice' }])(settings);
  expect(added.networks).toEqual([head, branch, plant]);
});

test('a removal taken back comes to its place', () => {
  const removed = removeNetworks(new Set([head.block]))(settings);
  expect(removed.networks).toEqual([branch]);
  expect(restoreNetwork(head, 0)(removed)).toEqual(settings);
  expect(restoreNetwork(head, 0)(settings)).toBe(settings);
});

test('a network that somebody else removed meanwhile is not brought back by an edit', () => {
  expect(replaceNetwork(plant.block, { ...plant, label: 'Plant 2' })(settings)).toEqual(settings);
  expect(replaceNetwork(branch.block, { ...branch, methods: ['kerberos'] })(settings).networks[1]).toEqual({
    ...branch,
    methods: ['kerberos'],
  });
});
