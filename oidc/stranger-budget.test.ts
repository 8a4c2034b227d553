import { expect, test } from 'vitest';
import { createStrangerBudget } from '#oidc/stranger-budget.ts';

function aBudget() {
  const clock = { now: 0 };
  const told: string[] = [];
  const limits = { requests: 3, requestsPerSecond: 2, addresses: 2 };
  const { spend } = createStrangerBudget(
    limits,
    (block) => told.push(block),
    () => clock.now,
  );
  const many = (address: string, count: number, isPage = true) =>
    Array.from({ length: count }, () => spend(address, isPage));
  return { clock, told, many };
}

test('an address may ask so often at once, then as fast as its bucket refills, and never more than that', () => {
  const { clock, many } = aBudget();
  expect(many('203.0.113.1', 5)).toEqual([true, true, true, false, false]);
  clock.now += 499;
  expect(many('203.0.113.1', 1)).toEqual([false]);
  clock.now += 1;
  expect(many('203.0.113.1', 2)).toEqual([true, false]);
  clock.now += 1_000_000;
  expect(many('203.0.113.1', 4)).toEqual([true, true, true, false]);
});

test('an IPv6 address is its /64, and no address spends what is another’s', () => {
  const { many } = aBudget();
  expect(many('2001:db8:1:2::1', 3)).toEqual([true, true, true]);
  expect(many('2001:db8:1:2::2', 1)).toEqual([false]);
  expect(many('2001:db8:1:3::1', 1)).toEqual([true]);
});

test('frames and images spend nothing of what pages may ask', () => {
  const { many } = aBudget();
  expect(many('203.0.113.1', 4, false)).toEqual([true, true, true, false]);
  expect(many('203.0.113.1', 4)).toEqual([true, true, true, false]);
});

test('an address that asks too much is told of once, until it was quiet for long', () => {
  const { clock, told, many } = aBudget();
  many('203.0.113.1', 9);
  clock.now += 500;
  many('203.0.113.1', 9);
  expect(told).toEqual(['203.0.113.1/32']);
  clock.now += 10_000;
  many('203.0.113.1', 9);
  expect(told).toHaveLength(2);
});

test('no more addresses are remembered than there is room for', () => {
  const { many } = aBudget();
  many('203.0.113.1', 4);
  many('203.0.113.2', 4);
  many('203.0.113.1', 1);
  many('203.0.113.3', 1);
  expect(many('203.0.113.1', 1)).toEqual([false]);
  expect(many('203.0.113.2', 1)).toEqual([true]);
});
