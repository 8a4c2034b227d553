import { and, eq, gte, isNull } from 'drizzle-orm';
import { signInRequests } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { findConnector } from '#lib/services/find-connector.ts';
import { isId } from '#lib/services/is-id.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import { identityVerifier } from '#lib/services/sign-in/identity-verifier.ts';
import { storable } from '#lib/services/sign-in/storable.ts';
import { openSignedResult } from '#lib/wire/signed-result.ts';

/** As much as connectors allow clocks to differ; see lib/wire/sign-in-request.ts. */
export const clockToleranceMs = 60_000;

export type Assertion = {
  readonly connectorId: string;
  readonly connectionId: string;
  readonly requestId: string;
  /** lib/wire/signed-result.ts */
  readonly signed: string;
};

/**
 * A connector says how a sign-in request went. True once it is stored, and again for the same answer of the same connector; false, and
 * then no browser may be sent back with it, for whatever does not fit the request to the letter.
 */
export async function recordAssertion(ctx: Context, assertion: Assertion): Promise<boolean> {
  requireSystemOrThrow(ctx);
  const { connectorId, connectionId, requestId, signed } = assertion;
  const refuse = (why: string): false => {
    ctx.log.warn({ connectorId, connectionId, requestId, why }, 'An answer to a sign-in request was not taken');
    return false;
  };
  if (!isId(requestId)) return refuse('no such request');
  const connector = await findConnector(ctx, connectorId);
  if (connector === undefined || connector.isRevoked) return refuse('connector unknown or revoked');
  if (connector.connectionId !== connectionId) return refuse('connector of another connection');
  const result = await openSignedResult(signed, identityVerifier(connector.identityKey));
  if (result === undefined) return refuse('signature or form wrong');
  const { iss, answers, method, receiptHash, outcome } = result;
  if (iss !== connectorId || result.connectionId !== connectionId || answers !== requestId)
    return refuse('signed for something else');
  if (method === 'password' || receiptHash === undefined) return refuse('not an answer to a browser’s request');
  const at = ctx.now();
  const [taken] = await ctx.db
    .update(signInRequests)
    .set({ answeredAt: at, connectorId, receiptHash, outcome: storable(outcome) })
    .where(
      and(
        eq(signInRequests.id, requestId),
        eq(signInRequests.connectionId, connectionId),
        eq(signInRequests.method, method),
        gte(signInRequests.expiresAt, at - clockToleranceMs),
        isNull(signInRequests.answeredAt),
        isNull(signInRequests.returnedAt),
      ),
    )
    .returning({ id: signInRequests.id });
  if (taken !== undefined) return true;
  const [open] = await ctx.db.select().from(signInRequests).where(eq(signInRequests.id, requestId));
  // A link may end between the answer and the word that it came: the connector says it again.
  const isSaidAgain = open?.connectorId === connectorId && open.receiptHash === receiptHash && open.returnedAt === null;
  return isSaidAgain || refuse('request unknown, expired, of another connection or method, or answered already');
}
