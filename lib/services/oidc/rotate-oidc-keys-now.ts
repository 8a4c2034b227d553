import { and, isNull, lte } from 'drizzle-orm';
import { rotateOidcKeysSchema } from '#lib/contracts/application.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { oidcKeys } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOwner } from '#lib/services/require-actor.ts';

/**
 * Ends the key that signs now; the OpenID door, which can make keys, hears of it and signs with another from then on. Former keys stay
 * published for what they signed, unless they are to be dropped.
 */
export async function rotateOidcKeysNow(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOwner(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(rotateOidcKeysSchema, input);
  if (!parsed.ok) return parsed;
  const { dropFormer } = parsed.value;
  const rotated = await inTransaction(ctx.db, async (tx) => {
    const at = ctx.now();
    const ended = dropFormer
      ? await tx.delete(oidcKeys).returning({ kid: oidcKeys.kid })
      : await tx
          .update(oidcKeys)
          .set({ retiredAt: at })
          .where(and(isNull(oidcKeys.retiredAt), lte(oidcKeys.signsFrom, at)))
          .returning({ kid: oidcKeys.kid });
    const kids = ended.map(({ kid }) => kid);
    await recordAudit(tx, ctx, { verb: 'rotateOidcKeysNow', subject: 'oidc-keys', before: { kids, dropFormer } });
    return success(null);
  });
  if (rotated.ok) ctx.events.publish({ t: 'applications-changed' });
  return rotated;
}
