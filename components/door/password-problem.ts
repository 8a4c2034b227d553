import type { DoorExplanation } from '#lib/contracts/door.ts';
import type { ProblemCode } from '#lib/core/problem.ts';

const sentences: Partial<Record<ProblemCode, string>> = {
  'too-many-attempts': 'Too many tries in a short time. Wait a few minutes, then try again.',
  'invalid-input': 'Type your user name and your password.',
  'too-large': 'That is longer than a user name or a password can be.',
  unavailable: 'Your password could not be checked just now; nothing is wrong with it. Try again in a minute.',
};

/**
 * Why the last password did not do, in a sentence. `code` is what the last press of the button failed with before anybody looked at the
 * password; without one the sign-in's own last explanation counts.
 */
export function passwordProblem(
  code: string | undefined,
  explanations: readonly DoorExplanation[],
): string | undefined {
  if (code !== undefined)
    return (
      Object.entries(sentences).find(([known]) => known === code)?.[1] ??
      'Something went wrong and your password was not checked. Try again.'
    );
  const last = explanations.at(-1);
  if (last?.method !== 'password') return undefined;
  return [last.sentence, last.advice].filter((text) => text !== '').join(' ');
}

/** What went before passwords were typed; what came of those stands beside the form. */
export function beforePasswords(explanations: readonly DoorExplanation[]): DoorExplanation[] {
  return explanations.filter(({ method }) => method !== 'password');
}
