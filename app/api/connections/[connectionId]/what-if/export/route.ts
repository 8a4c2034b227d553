import type { NextRequest } from 'next/server';
import { problemAnswer } from '#lib/bff/route.ts';
import { requestContext } from '#lib/bff/session.ts';
import { whatIfFile } from '#lib/contracts/what-if-file.ts';
import { whatIf } from '#lib/services/what-if.ts';

type RouteContext = { params: Promise<{ connectionId: string }> };

/** `?days=7&form=csv` or `&form=text`: the whole lists as a file. */
export async function GET({ nextUrl: { searchParams } }: NextRequest, { params }: RouteContext): Promise<Response> {
  const { connectionId } = await params;
  const days = searchParams.get('days') ?? '';
  const outcome = await whatIf(await requestContext(), { connectionId, days, lists: 'whole' });
  if (!outcome.ok) return problemAnswer(outcome.problem);
  const file = whatIfFile(outcome.value, searchParams.get('form') === 'csv' ? 'csv' : 'text');
  return new Response(file.body, {
    headers: {
      'content-type': file.type,
      'content-disposition': `attachment; filename="${file.name}"`,
      'cache-control': 'no-store',
    },
  });
}
