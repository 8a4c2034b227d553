import { doorSecret } from '#lib/bff/door-context.ts';
import { clearAway } from '#lib/bff/door-cookies.ts';
import { doorRoute } from '#lib/bff/door-route.ts';
import { retryCertificate } from '#lib/services/sign-in/retry-certificate.ts';

/** Back to the certificate, to choose another one. */
export async function POST(
  _request: Request,
  { params }: { params: Promise<{ signInId: string }> },
): Promise<Response> {
  const { signInId } = await params;
  return doorRoute(async (ctx) => {
    await clearAway();
    return retryCertificate(ctx, { signInId, secret: await doorSecret(signInId) });
  });
}
