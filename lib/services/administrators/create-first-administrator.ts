import { type AdministratorView, createFirstAdministratorSchema } from '#lib/contracts/administrator.ts';
import { newId } from '#lib/core/ids.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { administrators, setupLink } from '#lib/db/schema.ts';
import { isSetupOpen } from '#lib/services/check-setup-token.ts';
import type { Context } from '#lib/services/context.ts';
import { hashPassword } from '#lib/services/hash-password.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';

/** Makes the first administrator and closes the set-up link; of several at once exactly one succeeds. */
export async function createFirstAdministrator(ctx: Context, input: unknown): Promise<Outcome<AdministratorView>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(createFirstAdministratorSchema, input);
  if (!parsed.ok) return parsed;
  const { setupToken, name, email, password } = parsed.value;
  const tokenHash = await hashToken(setupToken);
  // Looked at before the password is hashed, so that strangers cannot spend the server's time.
  const open = await isSetupOpen(ctx.db, tokenHash);
  if (!open.ok) return open;
  const passwordHash = await hashPassword(password, ctx.fillRandom);
  return inTransaction(ctx.db, async (tx) => {
    const stillOpen = await isSetupOpen(tx, tokenHash);
    if (!stillOpen.ok) return stillOpen;
    const administrator = { id: newId('adm', ctx.fillRandom), name, email, role: 'owner' as const };
    await tx.insert(administrators).values({ ...administrator, passwordHash, createdAt: ctx.now() });
    await tx.delete(setupLink);
    await recordAudit(tx, ctx, {
      verb: 'createFirstAdministrator',
      subject: administrator.id,
      after: administrator,
    });
    return success(administrator);
  });
}
