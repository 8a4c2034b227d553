import { describe, expect, it } from 'vitest';
import { passwordSentence } from '#components/setup/password-sentence.ts';

const verdictOf = (password: string, known: string[] = []) => passwordSentence(password, known).text.split(/[ :.]/)[0];

describe('passwordSentence', () => {
  it('counts characters, not code units, down to the twelfth', () => {
    expect(passwordSentence('🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉', []).isLongEnough).toBe(false);
    expect(passwordSentence('elevenchars', []).text).toBe('1 more to go.');
    expect(passwordSentence('twelve chars', []).isLongEnough).toBe(true);
  });

  it.each([
    ['aaaaaaaaaaaaaaaa', []],
    ['1234567890123', []],
    ['qwertyuiopasdfgh', []],
    ['ada-lovelace-likes-tea', ['Lovelace']],
  ])('calls %s weak', (password, known) => {
    expect(verdictOf(password, known)).toBe('Weak');
  });

  it('calls a few words strong and a short one fair', () => {
    expect(verdictOf('correct horse battery')).toBe('Strong');
    expect(verdictOf('horse battery')).toBe('Fair');
  });
});
