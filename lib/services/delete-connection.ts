import { eq } from 'drizzle-orm';
import { deleteConnectionSchema } from '#lib/contracts/connection.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { connections } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { readActiveConnectors } from '#lib/services/read-connection-facts.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOwner } from '#lib/services/require-actor.ts';

/** Deletes a connection with its history; the audit keeps what it was. Its connectors are revoked first, each on its own. */
export async function deleteConnection(ctx: Context, input: unknown): Promise<Outcome<null>> {
  const allowed = requireOwner(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(deleteConnectionSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, name } = parsed.value;
  const deleted = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, connectionId);
    if (!locked.ok) return locked;
    const { name: ownName, draft, runningRevision } = locked.value;
    if (name !== ownName) {
      const sentence = `This is not the connection’s name. Type “${ownName}” to delete it.`;
      return failure('invalid-input', sentence, { fields: { name: sentence } });
    }
    const active = await readActiveConnectors(tx, connectionId);
    if (active.length > 0) {
      const names = active.map((connector) => connector.name).join(', ');
      return failure('not-allowed', `“${ownName}” still has connectors: ${names}. Revoke them first.`);
    }
    await tx.delete(connections).where(eq(connections.id, connectionId));
    const before = { name: ownName, draft, runningRevision };
    await recordAudit(tx, ctx, { verb: 'deleteConnection', subject: connectionId, before });
    return success(null);
  });
  if (deleted.ok) ctx.events.publish({ t: 'connections-changed' });
  return deleted;
}
