import { eq } from 'drizzle-orm';
import { revokeConnectorSchema } from '#lib/contracts/connector.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { connectors, heldKeys, sealedKeys } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnector } from '#lib/services/lock-connector.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

/** Ends a connector's part in the fleet for good: its link is closed, its key no longer known, the keys sealed to it are dropped, and those made on it no longer known. */
export async function revokeConnector(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(revokeConnectorSchema, input);
  if (!parsed.ok) return parsed;
  const { connectorId } = parsed.value;
  const revoked = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockConnector(tx, connectorId);
    if (!locked.ok) return locked;
    const { name, hostName, connectionId } = locked.value;
    const revokedAt = ctx.now();
    await tx.update(connectors).set({ revokedAt }).where(eq(connectors.id, connectorId));
    await tx.delete(sealedKeys).where(eq(sealedKeys.connectorId, connectorId));
    await tx.delete(heldKeys).where(eq(heldKeys.connectorId, connectorId));
    await recordAudit(tx, ctx, {
      verb: 'revokeConnector',
      subject: connectorId,
      before: { name, hostName, connectionId },
      after: { revokedAt },
    });
    return success(connectionId);
  });
  if (!revoked.ok) return revoked;
  ctx.gateway.hangUp(connectorId, 'revoked');
  ctx.events.publish({ t: 'connectors-changed', connectionId: revoked.value });
  ctx.events.publish({ t: 'connections-changed' });
  return success(null);
}
