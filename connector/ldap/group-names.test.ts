import { expect, test } from 'vitest';
import { groupNames, maxGroups } from '#connector/ldap/group-names.ts';

test('sorted, each once', () => {
  expect(groupNames(['b', 'a', 'b', ''], false)).toEqual({ groups: ['a', 'b'], groupsCut: false });
  expect(groupNames(['a'], true)).toEqual({ groups: ['a'], groupsCut: true });
});

test('no more than may be told, and never a name cut short', () => {
  const many = groupNames(
    Array.from({ length: maxGroups + 1 }, (_, index) => `g${index}`),
    false,
  );
  expect([many.groups.length, many.groupsCut]).toEqual([maxGroups, true]);
  const long = groupNames(
    Array.from({ length: 400 }, (_, index) => `${index}`.padEnd(280, 'ü')),
    false,
  );
  expect(long.groupsCut).toBe(true);
  expect(Buffer.byteLength(JSON.stringify(long.groups))).toBeLessThan(36_100);
  expect(groupNames(['x'.repeat(301), 'y'], false)).toEqual({ groups: ['y'], groupsCut: true });
});
