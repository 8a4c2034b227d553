export type PasswordSentence = { readonly isLongEnough: boolean; readonly text: string };

const least = 12;

/** What a password is worth, in words: length and variety count, composition rules do not (NIST SP 800-63B section 5.1.1.2). */
export function passwordSentence(password: string, known: readonly string[]): PasswordSentence {
  const length = [...password].length;
  if (length < least) {
    const missing = least - length;
    return {
      isLongEnough: false,
      text: length === 0 ? 'At least 12 characters; a few words in a row do well.' : `${missing} more to go.`,
    };
  }
  const lower = password.toLowerCase();
  const told = known.find((word) => word.length >= 4 && lower.includes(word.toLowerCase()));
  if (told !== undefined) return { isLongEnough: true, text: `Weak: it contains “${told}”, which others know.` };
  const different = new Set(lower).size;
  if (different < 6) return { isLongEnough: true, text: `Weak: only ${different} different characters.` };
  if (isRow(lower)) return { isLongEnough: true, text: 'Weak: characters in a row are guessed first.' };
  if (length < 16) return { isLongEnough: true, text: 'Fair. Another word makes it strong.' };
  return { isLongEnough: true, text: 'Strong.' };
}

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'password'];

/** Whether most of it comes from the alphabet, the digits or a row of the keyboard. */
function isRow(lower: string): boolean {
  let covered = 0;
  for (let at = 0; at + 4 <= lower.length; at += 1) {
    const piece = lower.slice(at, at + 4);
    if (!rows.some((row) => row.includes(piece))) continue;
    covered += 4;
    at += 3;
  }
  return covered * 2 > lower.length;
}
