import { expect, test } from 'vitest';
import { diffFacts } from '#lib/contracts/diff-facts.ts';

test('tells what is different, and where', () => {
  const before = { name: 'a', same: 1, list: [{ x: 1 }, { x: 2 }], gone: true, none: null };
  const after = { name: 'b', same: 1, list: [{ x: 1 }, { x: 3 }, { x: 4 }], none: 'now' };
  expect(diffFacts(before, after)).toEqual({
    changes: [
      { path: 'name', before: 'a', after: 'b' },
      { path: 'list[1].x', before: '2', after: '3' },
      { path: 'gone', before: 'true' },
      { path: 'none', before: 'none', after: 'now' },
      { path: 'list[2].x', after: '4' },
    ],
    isCut: false,
  });
});

test('knows nothing on one side as nothing', () => {
  expect(diffFacts(null, null)).toEqual({ changes: [], isCut: false });
  expect(diffFacts(null, { a: [] })).toEqual({ changes: [{ path: 'a', after: '[]' }], isCut: false });
});

test('stops where nobody would read on', () => {
  const many = Array.from({ length: 300 }, (_, index) => index);
  expect(diffFacts(null, many)).toMatchObject({ isCut: true });
  expect(diffFacts(null, many).changes).toHaveLength(200);
});
