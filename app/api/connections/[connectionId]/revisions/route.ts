import { jsonRoute } from '#lib/bff/route.ts';
import { listRevisions } from '#lib/services/list-revisions.ts';

type RouteContext = { params: Promise<{ connectionId: string }> };

export async function GET(_request: Request, { params }: RouteContext): Promise<Response> {
  const { connectionId } = await params;
  return jsonRoute((ctx) => listRevisions(ctx, connectionId));
}
