import { jsonRoute } from '#lib/bff/route.ts';
import { listTickets } from '#lib/services/list-tickets.ts';

type RouteContext = { params: Promise<{ connectionId: string }> };

export async function GET(_request: Request, { params }: RouteContext): Promise<Response> {
  const { connectionId } = await params;
  return jsonRoute((ctx) => listTickets(ctx, connectionId));
}
