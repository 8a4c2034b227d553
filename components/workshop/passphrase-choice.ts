/** What a person has chosen so far as passphrase of a new file. */
export type PassphraseChoice =
  | { readonly kind: 'typed'; readonly passphrase: string; readonly repeated: string }
  | { readonly kind: 'generated'; readonly passphrase: string };

export const noPassphrase: PassphraseChoice = { kind: 'typed', passphrase: '', repeated: '' };

/** Why there is no passphrase to write with yet, in a sentence; undefined where there is one. */
export function passphraseProblem(choice: PassphraseChoice): string | undefined {
  if (choice.kind === 'generated') return undefined;
  if (choice.passphrase === '') return 'Choose a passphrase for the new file, or generate one.';
  if (choice.passphrase !== choice.repeated) return 'The two passphrases differ. Type the same one twice.';
  return undefined;
}
