import { jsonRoute } from '#lib/bff/route.ts';
import { readSignIn } from '#lib/services/sign-in/read-sign-in.ts';

export async function GET(_request: Request, { params }: { params: Promise<{ signInId: string }> }): Promise<Response> {
  const { signInId } = await params;
  return jsonRoute((ctx) => readSignIn(ctx, signInId));
}
