import { readRules } from '#app/api/connections/[connectionId]/mapping/read-rules.ts';
import { jsonRoute } from '#lib/bff/route.ts';
import type { MappingStrengthInput } from '#lib/contracts/mapping-strength.ts';
import { readMappingStrength } from '#lib/services/mapping/read-mapping-strength.ts';

type RouteContext = { params: Promise<{ connectionId: string }> };

export async function GET(request: Request, { params }: RouteContext): Promise<Response> {
  const { connectionId } = await params;
  const search = new URL(request.url).searchParams;
  const input = { connectionId, days: search.get('days') ?? 30, ...readRules(search.get('rules')) };
  return jsonRoute((ctx) => readMappingStrength(ctx, input as MappingStrengthInput));
}
