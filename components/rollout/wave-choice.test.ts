import { expect, it } from 'vitest';
import { firstChoice, readChoice } from '#components/rollout/wave-choice.ts';
import { waveWishSchema } from '#lib/contracts/rollout-plan.ts';

const waves = { ...firstChoice, order: 'waves', canary: ['cnr_1'] } as const;

it('goes to all at once where nothing else is wished', () => {
  expect(readChoice(firstChoice)).toEqual({ ok: true, wish: undefined });
});

it.each(['', '10', '10 50', '10%, 50%', ' 1;2;99 '])('takes the shares “%s”, and so does the contract', (shares) => {
  const read = readChoice({ ...waves, shares });
  expect(read.ok && waveWishSchema.safeParse(read.wish).success).toBe(true);
});

it.each(['50 10', '0', '100', '-5', 'half', '10 10', '1 2 3 4 5 6 7 8 9 10 11'])(
  'refuses the shares “%s”',
  (shares) => {
    expect(readChoice({ ...waves, shares }).ok).toBe(false);
  },
);

it('asks for a connector that is first', () => {
  expect(readChoice({ ...waves, canary: [] })).toMatchObject({ ok: false });
});
