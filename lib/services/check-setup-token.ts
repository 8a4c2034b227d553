import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Queryable } from '#lib/db/database.ts';
import { administrators, setupLink } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';

/** Whether the set-up link somebody opened is the one that is open. */
export async function checkSetupToken(ctx: Context, token: string): Promise<Outcome<{ isOpen: true }>> {
  return isSetupOpen(ctx.db, await hashToken(token));
}

/** Within a transaction this also keeps others from using the link at the same time. */
export async function isSetupOpen(db: Queryable, tokenHash: string): Promise<Outcome<{ isOpen: true }>> {
  const [link] = await db.select().from(setupLink).for('update');
  const [someone] = await db.select({ id: administrators.id }).from(administrators).limit(1);
  if (someone !== undefined) {
    return failure(
      'setup-already-done',
      'Gatehouse is set up already. Sign in, or ask an administrator to let you in.',
    );
  }
  if (link?.tokenHash !== tokenHash) {
    const message = 'This set-up link is not open. Use the newest one that Gatehouse printed when it started.';
    return failure('setup-link-unknown', message);
  }
  return success({ isOpen: true });
}
