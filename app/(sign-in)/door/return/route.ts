import type { NextRequest } from 'next/server';
import { doorSecrets } from '#lib/bff/door-context.ts';
import { clearAway } from '#lib/bff/door-cookies.ts';
import { doorRoute } from '#lib/bff/door-route.ts';
import type { Problem } from '#lib/core/problem.ts';
import type { ReturnRefusal } from '#lib/services/sign-in/refuse-return.ts';
import { takeReturn } from '#lib/services/sign-in/take-return.ts';

/** Where connectors send browsers back to: with a receipt for what the connector said over its own link, or with why there is none. */
export async function GET({ nextUrl: { searchParams } }: NextRequest): Promise<Response> {
  const text = (name: string): string | undefined => searchParams.get(name)?.slice(0, 200);
  return doorRoute(async (ctx) => {
    await clearAway();
    return takeReturn(ctx, {
      requestId: text('request') ?? '',
      receipt: text('receipt'),
      failure: text('failure'),
      secretOf: await doorSecrets(),
    });
  }, insteadOfProblem);
}

/** Whoever only comes by again is led to where the sign-in stands; of what does not fit, a page tells. */
function insteadOfProblem(problem: Problem | ReturnRefusal): string | undefined {
  if (!('refusal' in problem)) return undefined;
  const { refusal, stands } = problem;
  if (stands === undefined) return `/door/problem?why=${refusal}`;
  if (refusal === 'returned-already' || refusal === 'not-its-turn') return stands.path;
  return `/door/problem?why=${refusal}&sign-in=${encodeURIComponent(stands.signInId)}`;
}
