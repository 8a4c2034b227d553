import 'server-only';
import { runtime } from '#lib/bff/runtime.ts';
import { requestContext } from '#lib/bff/session.ts';
import { unexpectedProblem } from '#lib/bff/unexpected-problem.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { type Problem, type ProblemCode, type ProblemView, toProblemView } from '#lib/core/problem.ts';
import type { Context } from '#lib/services/context.ts';

/** Answers a GET with a verb's view as JSON, or with its problem and the status that fits. */
export async function jsonRoute<Value>(run: (ctx: Context) => Promise<Outcome<Value>>): Promise<Response> {
  try {
    const outcome = await run(await requestContext());
    return outcome.ok ? answer(outcome.value, 200) : problemAnswer(outcome.problem);
  } catch (cause) {
    return answer(unexpectedProblem(runtime().context, cause), 500);
  }
}

export function problemAnswer(problem: Problem): Response {
  return answer(toProblemView(problem), statusOf(problem.code));
}

function answer(body: unknown | ProblemView, status: number): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

export function statusOf(code: ProblemCode): number {
  switch (code) {
    case 'not-signed-in':
    case 'wrong-credentials':
      return 401;
    case 'not-allowed':
    case 'wrong-origin':
      return 403;
    case 'not-found':
    case 'setup-link-unknown':
    case 'ticket-unknown':
      return 404;
    case 'already-exists':
    case 'draft-changed':
    case 'nothing-to-publish':
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
