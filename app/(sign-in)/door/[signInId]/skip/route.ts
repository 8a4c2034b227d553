import { z } from 'zod';
import { doorSecret } from '#lib/bff/door-context.ts';
import { clearAway } from '#lib/bff/door-cookies.ts';
import { readDoorForm } from '#lib/bff/door-form.ts';
import { doorRoute } from '#lib/bff/door-route.ts';
import { returnFailureSchema } from '#lib/contracts/door.ts';
import { methodSchema } from '#lib/contracts/settings.ts';
import { skipMethod } from '#lib/services/sign-in/skip-method.ts';

const formSchema = z.object({
  method: methodSchema,
  failure: returnFailureSchema.extract(['not-reachable', 'chosen']),
});

/** Goes on to the next method. */
export async function POST(request: Request, { params }: { params: Promise<{ signInId: string }> }): Promise<Response> {
  const { signInId } = await params;
  return doorRoute(async (ctx) => {
    const form = await readDoorForm(request, formSchema);
    if (!form.ok) return form;
    // The browser is here, so it is not lost on the way.
    await clearAway();
    return skipMethod(ctx, { signInId, secret: await doorSecret(signInId), ...form.value });
  });
}
