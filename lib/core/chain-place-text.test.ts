import { expect, test } from 'vitest';
import { chainPlaceText, readChainPlaceText } from '#lib/core/chain-place-text.ts';

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

test('reads what it wrote', () => {
  for (const sequence of [1, 812, 999_999_999_999_999])
    expect(readChainPlaceText(chainPlaceText({ sequence, hash }))).toEqual({ sequence, hash });
});

test.each([
  `  812   ${hash}\n`,
  `entry 812: ${hash.toUpperCase()}`,
  `The head was 812 ${hash}, on Monday.`,
  `812\t${hash}`,
])('reads %j', (text) => {
  expect(readChainPlaceText(text)).toEqual({ sequence: 812, hash });
});

test.each(['', hash, `0 ${hash}`, `812 ${hash.slice(1)}`, `812 ${hash}0`, `1234567890123456 ${hash}`, '812'])(
  'does not read %j',
  (text) => {
    expect(readChainPlaceText(text)).toBeUndefined();
  },
);
