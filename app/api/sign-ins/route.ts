import type { NextRequest } from 'next/server';
import { jsonRoute } from '#lib/bff/route.ts';
import type { SignInFilter } from '#lib/contracts/sign-in.ts';
import { listSignIns } from '#lib/services/sign-in/list-sign-ins.ts';

export function GET({ nextUrl: { searchParams } }: NextRequest): Promise<Response> {
  const { beforeAt, beforeId, ...filter } = Object.fromEntries(searchParams);
  const before = beforeAt === undefined ? {} : { before: { startedAt: beforeAt, id: beforeId ?? '' } };
  // The verb holds it against the schema; addresses know nothing but text.
  return jsonRoute((ctx) => listSignIns(ctx, { ...filter, ...before } as SignInFilter));
}
