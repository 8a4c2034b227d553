import { expect, test } from 'vitest';
import { createFrameBudget } from '#hub/frame-budget.ts';

function budget() {
  const clock = { now: 0 };
  return { clock, ...createFrameBudget({ frameTokens: 10, frameTokensPerSecond: 2 }, () => clock.now) };
}

test('small frames cost one each, until nothing is left', () => {
  const { spend } = budget();
  expect(Array.from({ length: 11 }, () => spend(100))).toEqual([...Array<boolean>(10).fill(true), false]);
});

test('a large frame costs one more for each KiB', () => {
  const { spend } = budget();
  expect([spend(8 * 1024), spend(0), spend(0)]).toEqual([true, true, false]);
});

test('it refills with time, never beyond its size', () => {
  const { clock, spend } = budget();
  for (let count = 0; count < 10; count += 1) spend(0);
  clock.now = 1_000;
  expect([spend(0), spend(0), spend(0)]).toEqual([true, true, false]);
  clock.now = 1_000_000;
  expect([spend(9 * 1024), spend(0)]).toEqual([true, false]);
});

test('what is given back can be spent again, never beyond its size', () => {
  const { spend, giveBack } = budget();
  for (let count = 0; count < 100; count += 1) {
    expect(spend(2_000)).toBe(true);
    giveBack(2_000);
  }
  giveBack(1_000_000);
  expect([spend(9 * 1024), spend(0)]).toEqual([true, false]);
});
