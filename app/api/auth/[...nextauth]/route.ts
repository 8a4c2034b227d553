import type { NextRequest } from 'next/server';
import nextAuth from 'next-auth';
import { authOptions } from '#lib/bff/auth-options.ts';

type RouteContext = { params: Promise<{ nextauth: string[] }> };

// The options need the running process, which does not exist yet while Next builds.
async function handle(request: NextRequest, context: RouteContext): Promise<Response> {
  return nextAuth(request, { params: await context.params }, authOptions());
}

export { handle as GET, handle as POST };
