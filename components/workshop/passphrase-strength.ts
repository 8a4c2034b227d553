export type Strength = { readonly level: 'weak' | 'fair' | 'strong'; readonly words: string };

const fairBits = 50;
const strongBits = 80;

/** How hard a passphrase is to guess for whoever has the file, roughly: a hint for the person who chooses it, never a rule. */
export function passphraseStrength(passphrase: string): Strength {
  const bits = lettersThatCount(passphrase) * Math.log2(alphabetSize(passphrase));
  if (bits < fairBits) return { level: 'weak', words: 'Weak: whoever has the file can try all such passphrases.' };
  if (bits < strongBits) return { level: 'fair', words: 'Fair: enough for a file that is used up soon.' };
  return { level: 'strong', words: 'Strong.' };
}

/** Letters that repeat the one before, or count on from it, add next to nothing. */
function lettersThatCount(text: string): number {
  const letters = [...text];
  return letters.filter((letter, at) => {
    const step = (letter.codePointAt(0) ?? 0) - (letters[at - 1]?.codePointAt(0) ?? Number.NaN);
    return !(Math.abs(step) <= 1);
  }).length;
}

function alphabetSize(text: string): number {
  const kinds = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[^a-zA-Z\d]/, 20],
  ] as const;
  return kinds.reduce((size, [pattern, letters]) => size + (pattern.test(text) ? letters : 0), 1);
}
