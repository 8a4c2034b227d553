import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffTimes, nextAttempt } from '#connector/link/backoff.ts';

const unreachable = { reason: 'unreachable', livedMs: undefined } as const;

test('the bound doubles from 250 ms to 30 s', () => {
  let failures = 0;
  const waits: number[] = [];
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const next = nextAttempt(failures, unreachable, 0.999_999);
    failures = next.failures;
    waits.push(next.waitMs);
  }
  expect(waits).toEqual([249, 499, 999, 1999, 3999, 7999, 15_999, 29_999, 29_999, 29_999]);
});

test('every wait is finite, not negative and under its bound', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (failures, random) => {
      const { waitMs } = nextAttempt(failures, unreachable, random);
      return waitMs >= 0 && waitMs < backoffTimes.longestMs && Number.isInteger(waitMs);
    }),
  );
});

test('the wait spreads over the whole interval', () => {
  expect(nextAttempt(3, unreachable, 0).waitMs).toBe(0);
  expect(nextAttempt(3, unreachable, 0.5).waitMs).toBe(1000);
});

test('a link that lived starts the count anew, one that died young does not', () => {
  expect(nextAttempt(9, { reason: 'lost', livedMs: 10_000 }, 0.5)).toEqual({ failures: 1, waitMs: 125 });
  expect(nextAttempt(9, { reason: 'lost', livedMs: 9_999 }, 0.5)).toEqual({ failures: 10, waitMs: 15_000 });
});

test.each(['revoked', 'notRecognised', 'replaced', 'versionUnsupported'] as const)(
  '%s is tried again about once a minute',
  (reason) => {
    expect(nextAttempt(0, { reason, livedMs: 99_999 }, 0).waitMs).toBe(45_000);
    expect(nextAttempt(0, { reason, livedMs: undefined }, 0.999_999).waitMs).toBe(75_000);
  },
);
