import { type CreatedTicketView, createTicketSchema } from '#lib/contracts/connector.ts';
import { newId, newToken } from '#lib/core/ids.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { tickets } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';
import { ticketUrl } from '#lib/wire/enrolment.ts';

const ticketLifeMs = 60 * 60_000;

/** A ticket lets one connector enrol within the hour. Its URL is shown this once; only a hash is kept. */
export async function createTicket(ctx: Context, input: unknown): Promise<Outcome<CreatedTicketView>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(createTicketSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId } = parsed.value;
  const id = newId('tic', ctx.fillRandom);
  const token = newToken(ctx.fillRandom);
  const createdAt = ctx.now();
  const expiresAt = createdAt + ticketLifeMs;
  const tokenHash = await hashToken(token);
  const created = await inTransaction(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, connectionId);
    if (!locked.ok) return locked;
    const createdBy = allowed.value.email;
    await tx.insert(tickets).values({ id, connectionId, tokenHash, createdAt, createdBy, expiresAt });
    await recordAudit(tx, ctx, { verb: 'createTicket', subject: id, after: { connectionId, tokenHash, expiresAt } });
    return success({ id, url: ticketUrl(ctx.publicUrl, token, ctx.keyring.fingerprint), expiresAt });
  });
  if (created.ok) ctx.events.publish({ t: 'connectors-changed', connectionId });
  return created;
}
