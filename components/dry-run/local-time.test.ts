import { expect, test } from 'vitest';
import { localOfMoment, momentOfLocal } from '#components/dry-run/local-time.ts';

test('a moment and what the input holds of it, there and back', () => {
  for (const at of [0, 1_800_000_000_000, 1_800_000_001_000, Date.UTC(2027, 0, 1)])
    expect(momentOfLocal(localOfMoment(at))).toBe(at);
  expect(localOfMoment(1_800_000_001_000)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
});

test('empty or half typed is no moment', () => {
  expect(momentOfLocal('')).toBeUndefined();
  expect(momentOfLocal('2026-13-01T00:00')).toBeUndefined();
  expect(momentOfLocal('1902-01-01T00:00')).toBeUndefined();
});
