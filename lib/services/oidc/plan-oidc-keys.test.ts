import { expect, it } from 'vitest';
import { type KeyTimes, keptMs, keyLifeMs, planOidcKeys, publishedAheadMs } from '#lib/services/oidc/plan-oidc-keys.ts';

const now = 1_000_000_000_000;
const key = (kid: string, signsFrom: number, retiredAt: number | null = null): KeyTimes => ({
  kid,
  signsFrom,
  retiredAt,
});
const nothing = { promote: undefined, make: undefined, retire: [], remove: [] };

it('without a key, one is made at once', () => {
  expect(planOidcKeys([], now)).toEqual({ ...nothing, signing: undefined, make: now });
});

it('a young key signs and nothing is due', () => {
  expect(planOidcKeys([key('a', now - keyLifeMs / 2)], now)).toEqual({ ...nothing, signing: 'a' });
});

it('the next key is made a day before the old one’s end, once', () => {
  const old = key('a', now - keyLifeMs + publishedAheadMs);
  expect(planOidcKeys([old], now - 1).make).toBeUndefined();
  expect(planOidcKeys([old], now)).toEqual({ ...nothing, signing: 'a', make: now + publishedAheadMs });
  expect(planOidcKeys([old, key('b', now + publishedAheadMs)], now)).toEqual({ ...nothing, signing: 'a' });
});

it('a process that was off for long still publishes the next key before it signs', () => {
  const plan = planOidcKeys([key('a', now - 3 * keyLifeMs)], now);
  expect(plan).toMatchObject({ signing: 'a', make: now + publishedAheadMs });
});

it('a key whose time has come retires the one before', () => {
  expect(planOidcKeys([key('b', now), key('a', now - keyLifeMs)], now)).toEqual({
    ...nothing,
    signing: 'b',
    retire: [{ kid: 'a', at: now }],
  });
});

it('where the signing key was retired by hand, the waiting one signs at once', () => {
  const plan = planOidcKeys([key('a', now - 5, now - 1), key('b', now + 5)], now);
  expect(plan).toEqual({ ...nothing, signing: 'b', promote: 'b' });
});

it('a retired key goes when nothing it signed is of use any more', () => {
  const retired = key('a', 0, now - keptMs);
  const signing = key('b', now - 5);
  expect(planOidcKeys([retired, signing], now - 1).remove).toEqual([]);
  expect(planOidcKeys([retired, signing], now)).toEqual({ ...nothing, signing: 'b', remove: ['a'] });
});
