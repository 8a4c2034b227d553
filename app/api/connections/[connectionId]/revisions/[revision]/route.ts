import { jsonRoute } from '#lib/bff/route.ts';
import { readRevisionSettings } from '#lib/services/read-revision-settings.ts';

type RouteContext = { params: Promise<{ connectionId: string; revision: string }> };

export async function GET(_request: Request, { params }: RouteContext): Promise<Response> {
  const { connectionId, revision } = await params;
  return jsonRoute((ctx) => readRevisionSettings(ctx, { connectionId, revision: Number(revision) }));
}
