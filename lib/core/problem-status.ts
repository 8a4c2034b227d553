import type { ProblemCode } from '#lib/core/problem.ts';

/** The HTTP status (RFC 9110 section 15) that says the same as a problem's code. */
export function problemStatus(code: ProblemCode): number {
  switch (code) {
    case 'not-signed-in':
    case 'wrong-credentials':
      return 401;
    case 'not-allowed':
    case 'wrong-origin':
      return 403;
    case 'not-found':
    case 'setup-link-unknown':
    case 'invitation-unknown':
    case 'ticket-unknown':
      return 404;
    case 'already-exists':
    case 'last-owner':
    case 'draft-changed':
    case 'nothing-to-publish':
    case 'rollout-under-way':
      return 409;
    case 'setup-already-done':
    case 'ticket-spent':
    case 'ticket-expired':
      return 410;
    case 'too-large':
      return 413;
    case 'settings-have-errors':
    case 'invalid-input':
      return 422;
    case 'too-many-attempts':
      return 429;
    case 'unavailable':
      return 503;
    case 'unexpected':
      return 500;
  }
}
