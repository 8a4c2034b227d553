import { jsonRoute } from '#lib/bff/route.ts';
import { listKeyRequests } from '#lib/services/key-request/list-key-requests.ts';

type RouteContext = { params: Promise<{ connectionId: string }> };

export async function GET(_request: Request, { params }: RouteContext): Promise<Response> {
  const { connectionId } = await params;
  return jsonRoute((ctx) => listKeyRequests(ctx, connectionId));
}
