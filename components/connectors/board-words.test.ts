import { expect, test } from 'vitest';
import {
  type BoardRow,
  boardAnswerOf,
  boardRowsOf,
  failureOf,
  sizeWords,
  stateLookOf,
} from '#components/connectors/board-words.ts';
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

const at = Date.UTC(2026, 6, 27, 12);

test('a failure is told as what it is: over, near or far, and none where people get in all the same', () => {
  const tone = (more: Partial<RevocationRowView>) => failureOf({ ...row, ...more }, at)?.tone;
  expect(tone({ failsAt: at })).toBe('bad');
  expect(tone({ failsAt: at + 500 * hour, state: 'unreachable' })).toBe('attention');
  expect(tone({ failsAt: at + 500 * hour })).toBe('neutral');
  expect(tone({ mode: 'fail-open', failsAt: 0 })).toBeUndefined();
  expect(tone({})).toBeUndefined();
});

test.each([
  ['a list of a day that is replaced in time', { thisUpdate: at - 12 * hour, failsAt: at + 12 * hour }, 'neutral'],
  ['one of which the next is late', { thisUpdate: at - 22 * hour, failsAt: at + 2 * hour }, 'attention'],
  ['one of a year, weeks before its end', { thisUpdate: at - 8_000 * hour, failsAt: at + 700 * hour }, 'neutral'],
  ['one of a year, hours before its end', { thisUpdate: at - 8_000 * hour, failsAt: at + 20 * hour }, 'attention'],
  ['an uploaded one, days before its end', { kind: 'uploaded', thisUpdate: at, failsAt: at + 100 * hour }, 'attention'],
  ['an uploaded one, weeks before its end', { kind: 'uploaded', thisUpdate: at, failsAt: at + 200 * hour }, 'neutral'],
] as const)('%s', (_, more, tone) => {
  expect(failureOf({ ...row, ...more }, at)?.tone).toBe(tone);
});

test('a list that ended is said to have ended, though nobody told so since', () => {
  expect(stateLookOf({ ...row, nextUpdate: at }, at + 1).words).toBe('ended');
  expect(stateLookOf({ ...row, nextUpdate: at }, at).words).toBe('current');
  expect(stateLookOf({ ...row, nextUpdate: at, state: 'unreachable' }, at + 1).words).toBe('unreachable');
});

test('the answer above the board is the worst that is so', () => {
  const answer = (...rows: readonly Partial<BoardRow>[]) =>
    boardAnswerOf(
      boardRowsOf([
        connector(
          'hq-1',
          rows.map((one) => ({ ...row, ...one })),
        ),
      ]),
      at,
    );
  const far = { failsAt: at + 500 * hour };
  const soon = { failsAt: at + hour, state: 'unreachable', name: 'Corp Issuing' } as const;
  expect(answer(far, soon, { failsAt: at - 1 })).toMatchObject({
    tone: 'bad',
    title: expect.stringContaining('Sign-ins with certificates from Corp Root fail on hq-1 since '),
  });
  expect(answer(far, soon)).toMatchObject({ tone: 'attention', title: expect.stringContaining('Corp Issuing') });
  expect(answer(far)).toMatchObject({ tone: 'good', text: expect.stringContaining('the list of Corp Root') });
  expect(answer({})).toMatchObject({ tone: 'good' });
  expect(answer({ mode: 'fail-open', failsAt: 0 })).toMatchObject({ tone: 'neutral' });
  const many = ['One', 'Two', 'Three'].map((name) => ({ name, failsAt: 0 }));
  expect(answer(...many).title).toContain('certificates from 3 authorities fail on hq-1 since ');
  expect(answer({ kind: 'uploaded', failsAt: 0 }).text).toContain('Upload the next list');
});

test('connectors that are away decide nothing', () => {
  const away = { ...connector('hq-1', [{ ...row, failsAt: 0 }]), state: 'offline' } as ConnectorView;
  expect(boardAnswerOf(boardRowsOf([away]), at)).toMatchObject({ tone: 'neutral', title: 'No connector is online' });
  expect(boardAnswerOf(boardRowsOf([away, connector('hq-2', [row])]), at).tone).toBe('good');
});

test('sizes are for people', () => {
  expect(sizeWords({ ...row, bytes: 412_300, entries: 1_204 })).toBe('412 kB, 1,204 entries');
  expect(sizeWords({ ...row, kind: 'ocsp', entries: 1 })).toBe('1 answer');
  expect(sizeWords(row)).toBe('');
});
