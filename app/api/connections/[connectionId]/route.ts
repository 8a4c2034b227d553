import { jsonRoute } from '#lib/bff/route.ts';
import { readConnection } from '#lib/services/read-connection.ts';

type RouteContext = { params: Promise<{ connectionId: string }> };

export async function GET(_request: Request, { params }: RouteContext): Promise<Response> {
  const { connectionId } = await params;
  return jsonRoute((ctx) => readConnection(ctx, connectionId));
}
