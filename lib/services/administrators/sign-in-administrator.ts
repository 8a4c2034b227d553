import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type AdministratorView, signInAdministratorSchema } from '#lib/contracts/administrator.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { administrators } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { isPasswordOf } from '#lib/services/hash-password.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';
import { countAttempt, forgiveAttempt, waitSentence } from '#lib/services/sign-in-throttle.ts';

// next-auth adds fields of its own to the form; they are dropped.
const inputSchema = z.object(signInAdministratorSchema.shape);

/** Takes an administrator's e-mail address and password. Unknown addresses get the same answer after the same work. */
export async function signInAdministrator(
  ctx: Context,
  input: unknown,
): Promise<Outcome<AdministratorView & { sessionEpoch: number }>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(inputSchema, input);
  if (!parsed.ok) return parsed;
  const { email, password } = parsed.value;
  const attempt = { email, address: allowed.value.address };
  const waitMs = await countAttempt(ctx, attempt);
  if (waitMs !== undefined) {
    return failure('too-many-attempts', `Too many failed sign-ins. ${waitSentence(waitMs)}`);
  }
  const [found] = await ctx.db.select().from(administrators).where(eq(administrators.email, email));
  if (!(await isPasswordOf(password, found?.passwordHash)) || found === undefined) {
    return failure('wrong-credentials', 'The e-mail address or the password is wrong. Check both and try again.');
  }
  await forgiveAttempt(ctx.db, attempt);
  await ctx.db.update(administrators).set({ lastSignInAt: ctx.now() }).where(eq(administrators.id, found.id));
  await recordAudit(ctx.db, ctx, { verb: 'signInAdministrator', subject: found.id });
  return success({
    id: found.id,
    name: found.name,
    email: found.email,
    role: found.role,
    sessionEpoch: found.sessionEpoch,
  });
}
