import type { FillRandom } from '#lib/core/ids.ts';

/** Without the letters that are taken for others on paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = 5;
const groupLength = 5;

/** A passphrase to be copied or written down: five groups of five letters, 123 bits of chance. */
export function newPassphrase(fillRandom: FillRandom): string {
  const wanted = groups * groupLength;
  const limit = 256 - (256 % alphabet.length);
  let letters = '';
  while (letters.length < wanted) {
    // An octet above the last whole round of the alphabet would favour its first letters.
    for (const octet of fillRandom(new Uint8Array(wanted)))
      if (octet < limit && letters.length < wanted) letters += alphabet[octet % alphabet.length];
  }
  return letters.match(new RegExp(`.{${groupLength}}`, 'g'))?.join('-') ?? letters;
}
