import { problemAnswer } from '#lib/bff/route.ts';
import { requestContext } from '#lib/bff/session.ts';
import { readConnection } from '#lib/services/read-connection.ts';

type RouteContext = { params: Promise<{ connectionId: string }> };

/** The draft's settings as a file: what `npm run -s decide` reads and the console imports. */
export async function GET(_request: Request, { params }: RouteContext): Promise<Response> {
  const { connectionId } = await params;
  const outcome = await readConnection(await requestContext(), connectionId);
  if (!outcome.ok) return problemAnswer(outcome.problem);
  const fileName = `${outcome.value.name.replaceAll(/[^A-Za-z0-9]+/g, '-').toLowerCase()}-settings.json`;
  return new Response(`${JSON.stringify(outcome.value.draft.settings, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
    },
  });
}
