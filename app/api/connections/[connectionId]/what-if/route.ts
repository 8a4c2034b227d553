import type { NextRequest } from 'next/server';
import { jsonRoute } from '#lib/bff/route.ts';
import { viewerAddress } from '#lib/bff/session.ts';
import { whatIf } from '#lib/services/what-if.ts';

type RouteContext = { params: Promise<{ connectionId: string }> };

/** `?days=7`: whom the saved draft would affect, of those who signed in lately. */
export async function GET(
  { nextUrl: { searchParams }, signal }: NextRequest,
  { params }: RouteContext,
): Promise<Response> {
  const { connectionId } = await params;
  const { address: ownAddress } = await viewerAddress();
  return jsonRoute((ctx) => whatIf(ctx, { connectionId, days: searchParams.get('days') ?? '', ownAddress }, signal));
}
