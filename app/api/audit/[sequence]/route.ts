import { jsonRoute } from '#lib/bff/route.ts';
import { readAuditEntry } from '#lib/services/audit/read-audit-entry.ts';

export async function GET(_request: Request, { params }: { params: Promise<{ sequence: string }> }): Promise<Response> {
  const { sequence } = await params;
  return jsonRoute((ctx) => readAuditEntry(ctx, { sequence }));
}
