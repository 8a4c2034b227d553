import { expect, test } from 'vitest';
import { holdWords, issuerWords, leaveLabel, validityWords } from '#components/door/door-words.ts';
import { methods } from '#lib/flow/flow-settings.ts';

test('the button names the method that follows, where it is known and there is one', () => {
  const labels = methods.map((next) => leaveLabel(next, 'chosen'));
  expect(new Set(labels).size).toBe(methods.length);
  for (const label of labels) expect(label).toMatch(/^Use your .+ instead$/);
  expect(new Set(methods.map((next) => leaveLabel(next, 'not-reachable'))).size).toBe(1);
  expect(leaveLabel(null, 'not-reachable')).not.toMatch(/another/);
});

test('each method that leads to a connector is waited for in words of its own', () => {
  expect(holdWords('client-certificate').title).not.toBe(holdWords('kerberos').title);
});

test('a certificate’s time is told as it stands on the day', () => {
  const validity = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2026, 11, 31) };
  expect(validityWords(validity, validity.notBefore - 1)).toBe('not valid before 1 January 2026');
  expect(validityWords(validity, validity.notBefore)).toBe('valid until 31 December 2026');
  expect(validityWords(validity, validity.notAfter)).toBe('valid until 31 December 2026');
  expect(validityWords(validity, validity.notAfter + 1)).toBe('ran out on 31 December 2026');
});

test('an authority is called by its name, where that can be read', () => {
  expect(issuerWords('CN=Fabrikam Issuing CA 2,O=Fabrikam,C=SE')).toBe('Fabrikam Issuing CA 2');
  expect(issuerWords('O=Fabrikam,CN=Smith\\, Sons \\+ Co')).toBe('Smith, Sons + Co');
  for (const whole of ['O=Fabrikam,C=SE', 'CN=B\\c3\\a5t,C=SE', 'CN=One+OU=Two,C=SE', '', 'O=a\\,CN=b'])
    expect(issuerWords(whole)).toBe(whole);
});
