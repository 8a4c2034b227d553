import type { NextRequest } from 'next/server';
import { jsonRoute } from '#lib/bff/route.ts';
import { listAudit } from '#lib/services/audit/list-audit.ts';

export function GET({ nextUrl: { searchParams } }: NextRequest): Promise<Response> {
  return jsonRoute((ctx) => listAudit(ctx, Object.fromEntries(searchParams)));
}
