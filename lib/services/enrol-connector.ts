import { eq } from 'drizzle-orm';
import { newId } from '#lib/core/ids.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Queryable, Transaction } from '#lib/db/database.ts';
import { connectors, rollouts, tickets } from '#lib/db/schema.ts';
import { checkEnrolment } from '#lib/services/check-enrolment.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { hubUrl } from '#lib/services/hub-url.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { readActiveConnectors } from '#lib/services/read-connection-facts.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';
import {
  type EnrolmentAnswer,
  type EnrolmentFacts,
  type EnrolmentRequest,
  enrolmentRequestSchema,
} from '#lib/wire/enrolment.ts';
import { proveEnrolled } from '#lib/wire/enrolment-proof.ts';

/** Takes a connector into the fleet for a ticket, which is spent by that; of two that show one ticket, one is taken. */
export async function enrolConnector(ctx: Context, token: string, body: unknown): Promise<Outcome<EnrolmentAnswer>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  const tokenHash = await hashToken(token);
  // Before the proof is checked, so that strangers without a ticket cost one look-up.
  const known = await openTicket(ctx, tokenHash);
  if (!known.ok) return known;
  const parsed = parseInput(enrolmentRequestSchema, body);
  if (!parsed.ok) return parsed;
  const request = parsed.value;
  const checked = await checkEnrolment(request);
  if (!checked.ok) return checked;
  const at = ctx.now();
  const connectorId = newId('cnr', ctx.fillRandom);
  const enrolled = await inTransaction<EnrolmentFacts>(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, known.value.connectionId);
    if (!locked.ok) return locked;
    const connection = locked.value;
    // Again, now that nobody else can use a ticket of this connection.
    const open = await openTicket({ db: tx, now: ctx.now }, tokenHash);
    if (!open.ok) return open;
    const ticket = open.value;
    const [double] = await tx
      .select({ id: connectors.id })
      .from(connectors)
      .where(eq(connectors.identityKey, request.identityKey));
    if (double !== undefined) {
      return failure('already-exists', 'A connector with this key is enrolled already. Use a new data folder.');
    }
    const name = await freeName(tx, connection.id, request.name);
    await tx.insert(connectors).values({
      id: connectorId,
      connectionId: connection.id,
      name,
      identityKey: request.identityKey,
      sealingCertificate: request.sealingCertificate,
      sealingFingerprint: checked.value.fingerprint,
      enrolledAt: at,
      hostName: request.hostName,
      software: request.software,
    });
    if (connection.runningRevision !== null) {
      const revision = connection.runningRevision;
      await tx.insert(rollouts).values({ connectorId, connectionId: connection.id, revision, state: 'waiting' });
    }
    await tx.update(tickets).set({ spentAt: at, connectorId }).where(eq(tickets.id, ticket.id));
    await recordAudit(tx, ctx, {
      verb: 'enrolConnector',
      subject: connectorId,
      after: enrolledFacts(request, name, ticket.id),
    });
    return success({
      connectorId,
      connectorName: name,
      connectionId: connection.id,
      connectionName: connection.name,
      hubUrl: hubUrl(ctx.publicUrl),
      gatehouseKey: ctx.keyring.publicKey,
    });
  });
  if (!enrolled.ok) return enrolled;
  ctx.events.publish({ t: 'connectors-changed', connectionId: enrolled.value.connectionId });
  ctx.events.publish({ t: 'connections-changed' });
  const proof = await proveEnrolled(enrolled.value, request.identityKey, ctx.keyring.privateKey);
  return success({ ...enrolled.value, proof });
}

function enrolledFacts(request: EnrolmentRequest, name: string, ticketId: string) {
  const { identityKey, hostName, software } = request;
  return { name, identityKey, hostName, software, ticketId };
}

async function openTicket(
  { db, now }: { readonly db: Queryable; readonly now: () => number },
  tokenHash: string,
): Promise<Outcome<typeof tickets.$inferSelect>> {
  const [ticket] = await db.select().from(tickets).where(eq(tickets.tokenHash, tokenHash));
  const again = 'Create a new one in the console.';
  if (ticket === undefined) return failure('ticket-unknown', `This ticket is not known here. ${again}`);
  if (ticket.spentAt !== null) return failure('ticket-spent', `This ticket was used already. ${again}`);
  if (ticket.expiresAt > now()) return success(ticket);
  return failure('ticket-expired', `This ticket has expired; tickets are valid for an hour. ${again}`);
}

/** `hq`, `hq 2`, `hq 3`: people tell connectors apart by name. */
async function freeName(tx: Transaction, connectionId: string, wanted: string): Promise<string> {
  const taken = new Set((await readActiveConnectors(tx, connectionId)).map(({ name }) => name));
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted.slice(0, 74).toWellFormed()} ${count}`;
  return name;
}
