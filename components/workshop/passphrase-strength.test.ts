import { expect, it } from 'vitest';
import { passphraseStrength } from '#components/workshop/passphrase-strength.ts';

it.each([
  ['', 'weak'],
  ['gatehouse', 'weak'],
  ['1234567890123456', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['abcdefghijklmnopqrstuvwxyz', 'weak'],
  ['Gate-house7!', 'fair'],
  ['quiet harbour seven lamps', 'strong'],
  ['k7mfq-2xw9t-hb4nd-rv8cp-jz3gs', 'strong'],
])('calls “%s” %s', (passphrase, level) => {
  expect(passphraseStrength(passphrase).level).toBe(level);
});
