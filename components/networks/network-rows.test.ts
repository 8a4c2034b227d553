import { expect, test } from 'vitest';
import { filterRows, networkRows } from '#components/networks/network-rows.ts';

const networks = [
  { block: '2001:db8::/32', label: 'Six' },
  { block: '10.1.2.0/24', label: 'Floor 2' },
  { block: 'nonsense', label: 'Odd' },
  { block: '10.0.0.0/8', label: 'Everything' },
  { block: '10.1.0.0/16', label: 'Site' },
];

test('sorts by address, the broader before what lies in it, the unreadable on top', () => {
  expect(networkRows(networks).map((row) => [row.network.label, row.depth, row.within, row.place])).toEqual([
    ['Odd', 0, undefined, 2],
    ['Everything', 0, undefined, 3],
    ['Site', 1, '10.0.0.0/8', 4],
    ['Floor 2', 2, '10.1.0.0/16', 1],
    ['Six', 0, undefined, 0],
  ]);
});

test('finds by block and by label', () => {
  const rows = networkRows(networks);
  expect(filterRows(rows, 'floor').map((row) => row.network.block)).toEqual(['10.1.2.0/24']);
  expect(filterRows(rows, '10.1').map((row) => row.network.label)).toEqual(['Site', 'Floor 2']);
  expect(filterRows(rows, ' ')).toHaveLength(5);
});
