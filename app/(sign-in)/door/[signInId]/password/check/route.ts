import { doorSecret } from '#lib/bff/door-context.ts';
import { clearPasswordNote, setPasswordNote } from '#lib/bff/door-cookies.ts';
import { readDoorFields } from '#lib/bff/door-form.ts';
import { doorRoute } from '#lib/bff/door-route.ts';
import { doorPath } from '#lib/contracts/door.ts';
import { success } from '#lib/core/outcome.ts';
import { signInWithPassword } from '#lib/services/sign-in/sign-in-with-password.ts';

/** What the password form is sent to. Whatever comes of it is shown by a page of its own, so that a reload sends nothing again. */
export async function POST(request: Request, { params }: { params: Promise<{ signInId: string }> }): Promise<Response> {
  const { signInId } = await params;
  return doorRoute(async (ctx) => {
    const fields = await readDoorFields(request);
    const [userName, keep] = [fields.get('userName') ?? '', fields.get('keep') === 'yes'];
    const password = fields.get('password') ?? '';
    const checked = await signInWithPassword(ctx, {
      signInId,
      secret: await doorSecret(signInId),
      userName,
      password,
      keep,
    });
    const here = doorPath(signInId, 'password');
    const isOver = checked.ok ? checked.value.path !== here : checked.problem.code === 'not-found';
    if (isOver) await clearPasswordNote(signInId);
    else {
      const code = checked.ok ? '' : checked.problem.code;
      await setPasswordNote(signInId, { code, userName: userName.slice(0, 256), keep });
    }
    return isOver ? checked : success({ path: here });
  });
}
