import { expect, test } from 'vitest';
import { beforePasswords, passwordProblem } from '#components/door/password-problem.ts';
import type { DoorExplanation } from '#lib/contracts/door.ts';

const explanation = (method: DoorExplanation['method'], sentence: string): DoorExplanation => ({
  method,
  sentence,
  advice: 'Try this.',
  certificate: null,
});
const certificate = explanation('client-certificate', 'No certificate came.');
const password = explanation('password', 'It was wrong.');

test('the newest word counts: the answer to the button, else the sign-in’s last explanation of a password', () => {
  expect(passwordProblem(undefined, [])).toBeUndefined();
  expect(passwordProblem(undefined, [certificate])).toBeUndefined();
  expect(passwordProblem(undefined, [password, certificate])).toBeUndefined();
  expect(passwordProblem(undefined, [certificate, password])).toBe('It was wrong. Try this.');
  expect(passwordProblem('unavailable', [certificate, password])).not.toContain('It was wrong');
});

test('a code that nobody knows never reaches the page as it is', () => {
  for (const code of ['<b>', 'toString', '__proto__', ''])
    expect(passwordProblem(code, [])).toContain('was not checked');
});

test('only what went before the passwords is listed above the form', () => {
  expect(beforePasswords([certificate, password, password])).toEqual([certificate]);
});
