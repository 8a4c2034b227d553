import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planWaves } from '#lib/fleet/plan-waves.ts';

const ten = Array.from({ length: 10 }, (_, index) => `c${index}`);

it('begins with the canary and goes on by shares of the others', () => {
  const waves = planWaves(ten, { canary: ['c9'], shares: [10, 50] });
  expect(waves.map((wave) => wave.length)).toEqual([1, 1, 4, 4]);
  expect(waves[0]).toEqual(['c9']);
});

it('is one wave where nothing else is wished', () => {
  expect(planWaves(ten, { canary: [], shares: [] })).toEqual([ten]);
  expect(planWaves([], { canary: ['gone'], shares: [50] })).toEqual([]);
});

it('has each connector in exactly one wave, and no empty wave', () => {
  const wish = fc.record({
    canary: fc.array(fc.constantFrom(...ten, 'gone')),
    shares: fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 5 }),
  });
  fc.assert(
    fc.property(fc.subarray(ten), wish, (connectors, wished) => {
      const waves = planWaves(connectors, wished);
      expect(waves.flat().sort()).toEqual([...connectors].sort());
      expect(waves.every((wave) => wave.length > 0)).toBe(true);
    }),
  );
});
