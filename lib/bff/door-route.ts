import 'server-only';
import { doorContext } from '#lib/bff/door-context.ts';
import { runtime } from '#lib/bff/runtime.ts';
import { unexpectedProblem } from '#lib/bff/unexpected-problem.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import type { Problem } from '#lib/core/problem.ts';
import type { Context } from '#lib/services/context.ts';
import { isStoreAway } from '#lib/services/store-away.ts';

type Moved = { readonly path: string };

/**
 * Answers a press of a button, or a coming back, with the way to the next page (RFC 9110 section 15.4.4). `elsewhere` may know a better
 * one for a problem than the page that explains it.
 */
export async function doorRoute<Failure extends Problem = Problem>(
  run: (ctx: Context) => Promise<Outcome<Moved, Failure>>,
  elsewhere: (problem: Failure) => string | undefined = () => undefined,
): Promise<Response> {
  try {
    const outcome = await run(await doorContext());
    if (outcome.ok) return seeOther(outcome.value.path);
    const { code, detail } = outcome.problem;
    if (detail !== undefined) runtime().context.log.warn({ code, detail }, 'sign-in refused');
    return seeOther(elsewhere(outcome.problem) ?? `/door/problem?why=${code}`);
  } catch (cause) {
    unexpectedProblem(runtime().context, cause);
    return seeOther(`/door/problem?why=${isStoreAway(cause) ? 'unavailable' : 'unexpected'}`);
  }
}

export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}
