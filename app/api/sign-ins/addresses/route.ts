import type { NextRequest } from 'next/server';
import { jsonRoute } from '#lib/bff/route.ts';
import { recentAddresses } from '#lib/services/sign-in/recent-addresses.ts';

export function GET({ nextUrl: { searchParams } }: NextRequest): Promise<Response> {
  return jsonRoute((ctx) => recentAddresses(ctx, searchParams.get('connectionId') ?? ''));
}
