import { expect, it } from 'vitest';
import { newPassphrase } from '#components/workshop/new-passphrase.ts';

it('has five groups of five letters that nobody takes for others', () => {
  const made = new Set(Array.from({ length: 50 }, () => newPassphrase((target) => crypto.getRandomValues(target))));
  expect(made.size).toBe(50);
  for (const passphrase of made) expect(passphrase).toMatch(/^[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){4}$/);
});

it('passes over octets that would favour some letters', () => {
  let calls = 0;
  const passphrase = newPassphrase((target) => {
    calls += 1;
    return target.fill(calls === 1 ? 255 : 30);
  });
  expect(calls).toBe(2);
  expect(passphrase).toBe('99999-99999-99999-99999-99999');
});
