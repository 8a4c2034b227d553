import { expect, test } from 'vitest';
import { boardRowsOf, failureOf, sizeWords } from '#components/connectors/board-words.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import type { RevocationRowView } from '#lib/contracts/revocation-board.ts';

const hour = 3_600_000;
const row: RevocationRowView = {
  authority: 'a'.repeat(64),
  name: 'Corp Root',
  kind: 'crl',
  url: 'http://x/root.crl',
  mode: 'fail-closed',
  state: 'current',
};
const connector = (name: string, rows: readonly RevocationRowView[]) =>
  ({ name, state: 'online', revocation: { rows, left: 0, toldAt: 0 } }) as unknown as ConnectorView;

test('where sign-ins fail first comes first, then what is broken, then what is well', () => {
  const rows = boardRowsOf([
    connector('hq-1', [row, { ...row, url: 'later', failsAt: 2 * hour }]),
    connector('hq-2', [
      { ...row, url: 'broken', state: 'unreachable' },
      { ...row, url: 'sooner', failsAt: hour },
    ]),
    { ...connector('hq-3', []), revocation: null },
  ]);
  expect(rows.map(({ url, connector: name }) => [url, name])).toEqual([
    ['sooner', 'hq-2'],
    ['later', 'hq-1'],
    ['broken', 'hq-2'],
    [row.url, 'hq-1'],
  ]);
});

test('a failure is told as what it is: over, near or far, and none where people get in all the same', () => {
  expect(failureOf({ ...row, failsAt: 0 }, 3 * hour)?.tone).toBe('bad');
  expect(failureOf({ ...row, failsAt: 5 * hour }, 3 * hour)?.tone).toBe('attention');
  expect(failureOf({ ...row, failsAt: 500 * hour }, 3 * hour)?.tone).toBe('neutral');
  expect(failureOf({ ...row, mode: 'fail-open', failsAt: 0 }, 3 * hour)).toBeUndefined();
  expect(failureOf(row, 0)).toBeUndefined();
});

test('sizes are for people', () => {
  expect(sizeWords({ ...row, bytes: 412_300, entries: 1_204, tookMs: 80 })).toBe('412 kB, 1,204 entries, in 80 ms');
  expect(sizeWords({ ...row, kind: 'ocsp', entries: 1 })).toBe('1 answer');
  expect(sizeWords(row)).toBe('');
});
