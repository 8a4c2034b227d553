import { expect, test } from 'vitest';
import { dateText, timeLeft } from '#components/certificates/time-left.ts';

const day = 86_400_000;
const from = Date.UTC(2026, 0, 1);

test('says days, then years, and asks for attention in the last thirty days', () => {
  const year = { notBefore: from, notAfter: from + 365 * day };
  expect(timeLeft(year, from + 100 * day)).toMatchObject({ state: 'valid', words: '265 days left', short: '265 d' });
  expect(timeLeft(year, from + 336 * day)).toMatchObject({ state: 'ends-soon', words: '29 days left' });
  expect(timeLeft({ notBefore: from, notAfter: from + 3653 * day }, from)).toMatchObject({ short: '10 y', share: 0 });
});

test('counts the last two days in hours', () => {
  const year = { notBefore: from, notAfter: from + 365 * day };
  expect(timeLeft(year, year.notAfter - 3_600_000)).toMatchObject({ words: '1 hour left' });
  expect(timeLeft(year, year.notAfter - 1000)).toMatchObject({ words: 'less than an hour left' });
});

test('tells ended from not begun', () => {
  const year = { notBefore: from, notAfter: from + 365 * day };
  expect(timeLeft(year, year.notAfter + 3 * day)).toMatchObject({
    state: 'ended',
    share: 1,
    words: 'ended 3 days ago',
  });
  expect(timeLeft(year, from - 2 * day)).toMatchObject({ state: 'not-yet', share: 0, words: 'begins in 2 days' });
});

test('stays within the bar where a certificate ends before it begins', () => {
  expect(timeLeft({ notBefore: from + day, notAfter: from }, from + 2 * day).share).toBe(1);
});

test('writes dates in UTC and survives impossible ones', () => {
  expect(dateText(Date.UTC(2027, 2, 4, 12))).toBe('2027-03-04 12:00 UTC');
  expect(dateText(Number.NaN)).toBe('an impossible date');
});
