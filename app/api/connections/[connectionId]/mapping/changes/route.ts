import { readRules } from '#app/api/connections/[connectionId]/mapping/read-rules.ts';
import { problemAnswer } from '#lib/bff/route.ts';
import { requestContext } from '#lib/bff/session.ts';
import type { IdentityChangesInput } from '#lib/contracts/mapping-strength.ts';
import { writeIdentityChanges } from '#lib/services/mapping/write-identity-changes.ts';

type RouteContext = { params: Promise<{ connectionId: string }> };

/** What to write into the directory, as a file. */
export async function GET(request: Request, { params }: RouteContext): Promise<Response> {
  const { connectionId } = await params;
  const search = new URL(request.url).searchParams;
  const { rules, ...wanted } = Object.fromEntries(search);
  const input = { days: 30, ...wanted, connectionId, ...readRules(rules ?? null) };
  const outcome = await writeIdentityChanges(await requestContext(), input as IdentityChangesInput);
  if (!outcome.ok) return problemAnswer(outcome.problem);
  const { fileName, text } = outcome.value;
  return new Response(text, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
}
