import { eq } from 'drizzle-orm';
import { renameConnectionSchema } from '#lib/contracts/connection.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { connections } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

export async function renameConnection(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(renameConnectionSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, name } = parsed.value;
  const renamed = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, connectionId);
    if (!locked.ok) return locked;
    await tx.update(connections).set({ name }).where(eq(connections.id, connectionId));
    const before = { name: locked.value.name };
    await recordAudit(tx, ctx, { verb: 'renameConnection', subject: connectionId, before, after: { name } });
    return success(null);
  });
  if (renamed.ok) {
    ctx.events.publish({ t: 'connections-changed' });
    ctx.events.publish({ t: 'connection-changed', connectionId });
  }
  return renamed;
}
