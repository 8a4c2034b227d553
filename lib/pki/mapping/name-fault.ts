/** Directories hold no longer names; a longer one is made to trouble a search. */
const maxCharacters = 2_048;

/** Why nobody may be looked for by this name, in one sentence; undefined where nothing is wrong with it. */
export function nameFault(value: string): string | undefined {
  if (value === '') return 'The value is empty.';
  if (value.length > maxCharacters) return `The value has more than ${maxCharacters} characters.`;
  // Such names look like others: everything behind a NUL is hidden by tools that take it for the end.
  if (/[\p{Cc}\p{Cf}\uFFFD]/u.test(value)) return 'The value holds characters that nobody can see or type.';
  return undefined;
}
