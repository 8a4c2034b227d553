import { eq } from 'drizzle-orm';
import { renameConnectorSchema } from '#lib/contracts/connector.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { connectors } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnector } from '#lib/services/lock-connector.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

export async function renameConnector(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(renameConnectorSchema, input);
  if (!parsed.ok) return parsed;
  const { connectorId, name } = parsed.value;
  const renamed = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockConnector(tx, connectorId);
    if (!locked.ok) return locked;
    await tx.update(connectors).set({ name }).where(eq(connectors.id, connectorId));
    const before = { name: locked.value.name };
    await recordAudit(tx, ctx, { verb: 'renameConnector', subject: connectorId, before, after: { name } });
    return success(locked.value.connectionId);
  });
  if (!renamed.ok) return renamed;
  ctx.events.publish({ t: 'connectors-changed', connectionId: renamed.value });
  return success(null);
}
