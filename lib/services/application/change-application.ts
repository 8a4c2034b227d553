import { eq } from 'drizzle-orm';
import { changeApplicationSchema } from '#lib/contracts/application.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { applications } from '#lib/db/schema.ts';
import { checkRedirectUris } from '#lib/services/application/check-redirect-uris.ts';
import { lockApplication } from '#lib/services/application/lock-application.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

/** Another name, other redirect URIs. */
export async function changeApplication(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(changeApplicationSchema, input);
  if (!parsed.ok) return parsed;
  const { applicationId, ...facts } = parsed.value;
  const changed = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockApplication(tx, applicationId);
    if (!locked.ok) return locked;
    const { kind, name, redirectUris, postLogoutRedirectUris } = locked.value;
    const fitting = checkRedirectUris(kind, facts);
    if (!fitting.ok) return fitting;
    await tx.update(applications).set(facts).where(eq(applications.id, applicationId));
    const before = { name, redirectUris, postLogoutRedirectUris };
    await recordAudit(tx, ctx, { verb: 'changeApplication', subject: applicationId, before, after: facts });
    return success(null);
  });
  if (changed.ok) ctx.events.publish({ t: 'applications-changed' });
  return changed;
}
