import 'server-only';
import { runtime } from '#lib/bff/runtime.ts';
import { requestContext } from '#lib/bff/session.ts';
import { unexpectedProblem } from '#lib/bff/unexpected-problem.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { type ProblemView, toProblemView } from '#lib/core/problem.ts';
import type { Context } from '#lib/services/context.ts';

/** What an action answers: errors thrown in server actions reach a browser without their meaning, so they are values. */
export type ActionOutcome<Value> = Outcome<Value, ProblemView>;

/** Runs one verb for a server action; nothing thrown leaves here. */
export async function action<Value>(run: (ctx: Context) => Promise<Outcome<Value>>): Promise<ActionOutcome<Value>> {
  try {
    const outcome = await run(await requestContext());
    if (outcome.ok) return { ok: true, value: outcome.value };
    if (outcome.problem.detail !== undefined)
      runtime().context.log.warn({ code: outcome.problem.code, detail: outcome.problem.detail }, 'action refused');
    return { ok: false, problem: toProblemView(outcome.problem) };
  } catch (cause) {
    return { ok: false, problem: unexpectedProblem(runtime().context, cause) };
  }
}
