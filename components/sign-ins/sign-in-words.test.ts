import { expect, test } from 'vitest';
import { answerOf, durationWords, resultOf } from '#components/sign-ins/sign-in-words.ts';
import type { SignInTry, SignInView } from '#lib/contracts/sign-in.ts';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';

const tried = (method: SignInTry['method'], result: SignInTry['result'], more: Partial<SignInTry> = {}) =>
  ({ method, result, claimedName: null, certificate: null, reason: null, ...more }) as Partial<SignInTry> as SignInTry;

const view = (more: Partial<SignInView>) =>
  ({ state: 'signed-in', person: null, userName: null, reason: null, method: null, tries: [], ...more }) as SignInView;

test('who came in, by what, and after what', () => {
  const tries = [
    tried('client-certificate', 'unavailable', { reason: 'not-reachable' }),
    tried('client-certificate', 'refused', { reason: 'expired' }),
    tried('kerberos', 'skipped', { reason: 'ntlm' }),
    tried('password', 'refused', { reason: 'wrong-password' }),
    tried('password', 'accepted'),
  ];
  const { sentence, why } = answerOf(view({ userName: 'ada', method: 'password', reason: 'wrong-password', tries }));
  expect(sentence).toBe(
    'ada signed in with password, after client certificate (certificate expired) and Kerberos (NTLM instead of Kerberos) did not do.',
  );
  expect(why?.message).toBe(signInReason('expired').message);
  expect(answerOf(view({ userName: 'ada', method: 'kerberos', tries: [tried('kerberos', 'accepted')] }))).toEqual({
    sentence: 'ada signed in with Kerberos.',
    why: undefined,
  });
});

test('who did not, and why, by whatever name is known', () => {
  const refused = (more: Partial<SignInView>) => answerOf(view({ state: 'refused', ...more })).sentence;
  expect(refused({ reason: 'ntlm' })).toBe('Somebody was not signed in: NTLM instead of Kerberos.');
  expect(refused({ reason: 'wrong-password', userName: 'ada' })).toBe('ada was not signed in: wrong password.');
  expect(
    refused({ reason: 'expired', tries: [tried('kerberos', 'refused', { claimedName: 'ada@FABRIKAM' })] }),
  ).toMatch(/^ada@FABRIKAM /);
  // A connector newer than this console.
  expect(refused({ reason: 'moon-phase' })).toBe('Somebody was not signed in: moon phase.');
  expect(answerOf(view({ state: 'open', userName: 'ada' })).sentence).toContain('is still signing in');
});

test('an open sign-in is one that was left once the door takes it up no more', () => {
  const open = { state: 'open', startedAt: 1_000 } as const;
  expect(resultOf(open, undefined).word).toBe('under way');
  expect(resultOf(open, 1_000 + 30 * 60_000).word).toBe('under way');
  expect(resultOf(open, 1_001 + 30 * 60_000).word).toBe('left');
  expect(resultOf({ state: 'refused', startedAt: 0 }, 9e12).word).toBe('refused');
});

test('durations in the unit a person would use', () => {
  expect([0, 999, 1_000, 59_900, 60_000, 1_800_000].map(durationWords)).toEqual([
    '0 ms',
    '999 ms',
    '1.0 s',
    '59.9 s',
    '1 min',
    '30 min',
  ]);
});
