import type { Outcome } from '#lib/core/outcome.ts';
import type { Problem } from '#lib/core/problem.ts';

/** Why a browser's return is not taken. */
const sentences = {
  'unknown-request': 'This answer belongs to no sign-in that Gatehouse knows.',
  'other-browser': 'This answer belongs to a sign-in that was begun in another browser.',
  'returned-already': 'This answer was taken already.',
  'not-its-turn': 'This sign-in has gone on meanwhile.',
  'not-answered': 'The connector has not told Gatehouse how it went.',
  'wrong-receipt': 'What the browser brought does not fit the connector’s answer.',
  'too-late': 'The connector’s answer is too old.',
  'nothing-brought': 'The browser brought neither an answer nor a reason why there is none.',
} as const;

export type ReturnRefusal = Problem & {
  readonly refusal: keyof typeof sentences;
  /** Where the sign-in stands, for the browser that began it. */
  readonly stands?: { readonly signInId: string; readonly path: string };
};

export function refuseReturn(
  refusal: ReturnRefusal['refusal'],
  stands?: ReturnRefusal['stands'],
): Extract<Outcome<never, ReturnRefusal>, { ok: false }> {
  const advice = 'Go back to the application and sign in again.';
  const problem = { code: 'not-allowed', message: `${sentences[refusal]} ${advice}`, refusal } as const;
  return { ok: false, problem: stands === undefined ? problem : { ...problem, stands } };
}
