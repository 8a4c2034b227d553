/**
 * What can go wrong, by name. A new code does not compile until every exhaustive switch has an answer for it.
 * The codes are stable: tests, logs and the console speak of failures by code, never by their prose.
 */
export const problemCodes = [
  'invalid-input',
  'not-signed-in',
  'not-allowed',
  'not-found',
  'already-exists',
  'wrong-credentials',
  'too-many-attempts',
  'setup-already-done',
  'setup-link-unknown',
  'invitation-unknown',
  'last-owner',
  'ticket-unknown',
  'ticket-spent',
  'ticket-expired',
  'draft-changed',
  'nothing-to-publish',
  'rollout-under-way',
  'settings-have-errors',
  'too-large',
  'wrong-origin',
  'unavailable',
  'unexpected',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** A failure as a value. `message` may reach a person; `detail` and `cause` only the log. */
export type Problem = {
  readonly code: ProblemCode;
  /** One sentence for a person: what is wrong with which thing, and what to do. */
  readonly message: string;
  /** Sentences per form field, keyed by the field's path (`networks.2.block`). */
  readonly fields?: Readonly<Record<string, string>>;
  /** For the log only. Never holds a secret. */
  readonly detail?: string;
  readonly cause?: unknown;
};

/** What of a problem may leave the process. */
export type ProblemView = Pick<Problem, 'code' | 'message' | 'fields'>;

/** The one place that decides what of a problem a person gets to see. */
export function toProblemView(problem: Problem): ProblemView {
  return problem.fields === undefined
    ? { code: problem.code, message: problem.message }
    : { code: problem.code, message: problem.message, fields: problem.fields };
}
