import { createConnectionSchema } from '#lib/contracts/connection.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import { newId } from '#lib/core/ids.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { connections } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';

/** Makes a connection with an empty draft. */
export async function createConnection(ctx: Context, input: unknown): Promise<Outcome<{ id: string }>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(createConnectionSchema, input);
  if (!parsed.ok) return parsed;
  const { name } = parsed.value;
  const id = newId('con', ctx.fillRandom);
  const at = ctx.now();
  const created = await inTransaction(ctx.db, async (tx) => {
    await tx.insert(connections).values({ id, name, createdAt: at, draft: emptySettings, draftUpdatedAt: at });
    await recordAudit(tx, ctx, { verb: 'createConnection', subject: id, after: { name } });
    return success({ id });
  });
  if (created.ok) ctx.events.publish({ t: 'connections-changed' });
  return created;
}
