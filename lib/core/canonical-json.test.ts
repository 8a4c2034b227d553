import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '#lib/core/canonical-json.ts';

test('writes the example of RFC 8785 section 3.2.3 in its order', () => {
  const given = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  const order = [...(canonicalJson(given) ?? '').matchAll(/:"([^"]*)"/g)].map(([, name]) => name);
  expect(order).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
});

test('writes the example of RFC 8785 section 3.2.2', () => {
  const given = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  );
  expect(canonicalJson(given)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('knows no order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const written = canonicalJson(value);
      expect(canonicalJson(turnedRound(value))).toBe(written);
      expect(canonicalJson(JSON.parse(written ?? ''))).toBe(written);
    }),
  );
});

function turnedRound(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnedRound);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turnedRound(inner)]),
  );
}

test.each([
  ['a number that is not finite', [Number.NaN]],
  ['infinity', { a: Number.POSITIVE_INFINITY }],
  ['half of a pair', 'a\ud800'],
  ['half of a pair in a key', { '\udc00': 1 }],
  ['nothing at all', { a: undefined }],
  ['too deep a value', JSON.parse('['.repeat(65) + ']'.repeat(65))],
])('has no form for %s', (_name, value) => {
  expect(canonicalJson(value)).toBeUndefined();
});

test('goes 64 levels deep', () => {
  const text = '['.repeat(64) + ']'.repeat(64);
  expect(canonicalJson(JSON.parse(text))).toBe(text);
});
