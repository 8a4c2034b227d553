import { type Outcome, success } from '#lib/core/outcome.ts';
import { auditLines } from '#lib/services/audit/audit-lines.ts';
import type { Context } from '#lib/services/context.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

/** The raw rows of the whole chain, for whoever verifies it: the screen, and people with a copy of their own. */
export async function exportAudit(ctx: Context): Promise<Outcome<AsyncGenerator<string, void>>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  return success(auditLines(ctx.db, ctx.keyring.publicKey));
}
