import { jsonRoute } from '#lib/bff/route.ts';
import { askDryRun } from '#lib/services/dry-run/ask-dry-run.ts';

type RouteContext = { params: Promise<{ connectionId: string }> };

/** A question, not a change, but too long for an address; and server actions would wait for one another. */
export async function POST(request: Request, { params }: RouteContext): Promise<Response> {
  const { connectionId } = await params;
  const body: unknown = await request.json().catch(() => undefined);
  return jsonRoute((ctx) => askDryRun(ctx, isObject(body) ? { ...body, connectionId } : body));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
