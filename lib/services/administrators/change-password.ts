import { and, eq, sql } from 'drizzle-orm';
import { changePasswordSchema } from '#lib/contracts/administrator.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { administrators } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { hashPassword, isPasswordOf } from '#lib/services/hash-password.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireViewer } from '#lib/services/require-actor.ts';
import { countPasswordCheck, forgivePasswordChecks, waitSentence } from '#lib/services/sign-in-throttle.ts';

/** One's own. Every session ends, the one that asks too: its browser signs in with the new password. */
export async function changePassword(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(changePasswordSchema, input);
  if (!parsed.ok) return parsed;
  const { currentPassword, newPassword } = parsed.value;
  const { id } = allowed.value;
  // Whoever found an open session must not learn the password from it.
  const waitMs = await countPasswordCheck(ctx, id);
  if (waitMs !== undefined) return failure('too-many-attempts', `Too many wrong passwords. ${waitSentence(waitMs)}`);
  const [found] = await ctx.db
    .select({ passwordHash: administrators.passwordHash })
    .from(administrators)
    .where(eq(administrators.id, id));
  if (!(await isPasswordOf(currentPassword, found?.passwordHash)) || found === undefined) return wrongPassword();
  await forgivePasswordChecks(ctx.db, id);
  const passwordHash = await hashPassword(newPassword, ctx.fillRandom);
  const outcome = await inTransaction(ctx.db, async (tx) => {
    const changed = await tx
      .update(administrators)
      .set({ passwordHash, sessionEpoch: sql`${administrators.sessionEpoch} + 1` })
      // Another change may have come between.
      .where(and(eq(administrators.id, id), eq(administrators.passwordHash, found.passwordHash)))
      .returning({ id: administrators.id });
    if (changed.length === 0) return wrongPassword();
    await recordAudit(tx, ctx, { verb: 'changePassword', subject: id });
    return success(null);
  });
  if (outcome.ok) ctx.events.publish({ t: 'administrators-changed' });
  return outcome;
}

function wrongPassword() {
  const message = 'This is not your present password. Type the one you sign in with.';
  return failure('wrong-credentials', message, { fields: { currentPassword: message } });
}
