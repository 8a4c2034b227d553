import { eq } from 'drizzle-orm';
import { returnFailureSchema } from '#lib/contracts/door.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Problem } from '#lib/core/problem.ts';
import type { Transaction } from '#lib/db/database.ts';
import { signInRequests } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';
import { openForMs } from '#lib/services/sign-in/advance.ts';
import { isTokenOf } from '#lib/services/sign-in/browser-secret.ts';
import { type OpenDoor, openDoor, type Stepped, stepThrough } from '#lib/services/sign-in/open-door.ts';
import { recordOutcome, recordReturnFailure } from '#lib/services/sign-in/record-outcome.ts';
import { type ReturnRefusal, refuseReturn } from '#lib/services/sign-in/refuse-return.ts';
import { currentMethod, pathOf } from '#lib/services/sign-in/sign-in-row.ts';
import { methodResultSchema } from '#lib/wire/method-result.ts';

/** A browser comes back at once; what it brings later is not believed. */
const returnForMs = 2 * 60_000;

export type ReturnedBrowser = {
  readonly requestId: string;
  readonly receipt?: string | undefined;
  readonly failure?: string | undefined;
  /** What this browser's cookies hold of a sign-in. */
  readonly secretOf: (signInId: string) => string | undefined;
};

type RequestRow = typeof signInRequests.$inferSelect;

/**
 * A browser comes back from a connector: with the receipt of an answer that the connector gave over its own link, or with a reason why
 * there is none, which leads to the next method and nowhere else. Only the browser that began the sign-in, only while the request's
 * method has its turn, only once; whatever else comes changes nothing.
 */
export async function takeReturn(
  ctx: Context,
  browser: ReturnedBrowser,
): Promise<Outcome<{ signInId: string; path: string }, Problem | ReturnRefusal>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  const request = await findRequest(ctx, browser.requestId);
  if (request === undefined) return refuseReturn('unknown-request');
  const { signInId } = request;
  const door = await openDoor(ctx, { signInId, secret: browser.secretOf(signInId) });
  if (!door.ok) return refuseReturn('other-browser');
  const stepped = await stepThrough(ctx, door.value, (row, tx) => takeUp(ctx, { ...door.value, row }, browser, tx));
  if (!stepped.ok) return stepped;
  const { row, value } = stepped.value;
  if (value.refusal === undefined) return success({ signInId, path: pathOf(row) });
  ctx.log.warn({ signInId, requestId: request.id, refusal: value.refusal }, 'A browser’s return was not taken');
  return refuseReturn(value.refusal, { signInId, path: pathOf(row) });
}

async function findRequest({ db }: Pick<Context, 'db'>, id: string): Promise<RequestRow | undefined> {
  if (!isId(id)) return undefined;
  const [request] = await db.select().from(signInRequests).where(eq(signInRequests.id, id));
  return request;
}

type Taken = Stepped<{ readonly refusal?: ReturnRefusal['refusal'] }>;

async function takeUp(
  ctx: Context,
  { row, facts }: OpenDoor,
  browser: ReturnedBrowser,
  tx: Transaction,
): Promise<Outcome<Taken>> {
  const [request] = await tx
    .select()
    .from(signInRequests)
    .where(eq(signInRequests.id, browser.requestId))
    .for('update');
  const refuse = (refusal: ReturnRefusal['refusal']): Outcome<Taken> => success({ row, value: { refusal } });
  if (request === undefined) return refuse('unknown-request');
  if (request.returnedAt !== null) return refuse('returned-already');
  const isOpen = row.state === 'open' && row.startedAt + openForMs >= facts.at;
  if (!isOpen || currentMethod(row) !== request.method || request.connectionId !== row.connectionId)
    return refuse('not-its-turn');
  // An administrator who switches a method off means those who are under way with it too.
  if (facts.obstacle(request.method)?.reason === 'method-off') return refuse('not-its-turn');
  if (browser.receipt === undefined) {
    const failure = returnFailureSchema.safeParse(browser.failure);
    if (!failure.success) return refuse('nothing-brought');
    await close(tx, ctx, request.id);
    return success({ row: recordReturnFailure(row, failure.data, facts), value: {} });
  }
  if (request.answeredAt === null) return refuse('not-answered');
  if (!(await isTokenOf(browser.receipt, request.receiptHash))) return refuse('wrong-receipt');
  if (request.answeredAt + returnForMs < ctx.now()) return refuse('too-late');
  const outcome = methodResultSchema.parse(request.outcome);
  await close(tx, ctx, request.id);
  const answering = facts.connectors.find(({ id }) => id === request.connectorId);
  // Revoked since it answered: its word counts no more.
  if (answering === undefined) return success({ row: recordReturnFailure(row, 'not-delivered', facts), value: {} });
  const connector = { connectorId: answering.id, connectorName: answering.name };
  return success({ row: await recordOutcome(tx, ctx, row, { outcome, connector, facts, keep: false }), value: {} });
}

/** A request is good for one return; what waited for it is not kept. */
async function close(tx: Transaction, ctx: Context, id: string): Promise<void> {
  await tx.update(signInRequests).set({ returnedAt: ctx.now(), outcome: null }).where(eq(signInRequests.id, id));
}
