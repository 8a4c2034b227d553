import 'server-only';
import { runtime } from '#lib/bff/runtime.ts';
import { requestContext } from '#lib/bff/session.ts';
import { unexpectedProblem } from '#lib/bff/unexpected-problem.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { type Problem, type ProblemView, toProblemView } from '#lib/core/problem.ts';
import { problemStatus } from '#lib/core/problem-status.ts';
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
  return answer(toProblemView(problem), problemStatus(problem.code));
}

function answer(body: unknown | ProblemView, status: number): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
