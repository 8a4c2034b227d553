import { expect, test } from 'vitest';
import { isSameValue } from '#components/methods/is-same-value.ts';

test('a rule that comes back with its fields in another order is the one that was saved', () => {
  const saved = { mode: 'off', authorities: [{ authority: 'aa', mode: 'fail-open', source: { kind: 'certificate' } }] };
  const back = { mode: 'off', authorities: [{ mode: 'fail-open', source: { kind: 'certificate' }, authority: 'aa' }] };
  expect(isSameValue(saved, back)).toBe(true);
  expect(isSameValue({ mode: 'off', authorities: undefined }, { mode: 'off' })).toBe(true);
});

test('another rule, or the same ones in another order, is a change', () => {
  const rules = [{ authority: 'aa' }, { authority: 'bb' }];
  expect(isSameValue(rules, rules.toReversed())).toBe(false);
  expect(isSameValue(rules, rules.slice(1))).toBe(false);
  expect(isSameValue(undefined, [])).toBe(false);
});
