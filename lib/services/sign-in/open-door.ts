import { eq } from 'drizzle-orm';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Queryable, Transaction } from '#lib/db/database.ts';
import { signIns } from '#lib/db/schema.ts';
import type { ServiceContext } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { isId } from '#lib/services/is-id.ts';
import { advance } from '#lib/services/sign-in/advance.ts';
import { isTokenOf } from '#lib/services/sign-in/browser-secret.ts';
import { type ConnectionAtTheDoor, readDoorFacts } from '#lib/services/sign-in/door-facts.ts';
import { publishSignIns } from '#lib/services/sign-in/sign-in-events.ts';
import type { SignInRow } from '#lib/services/sign-in/sign-in-row.ts';
import { storable } from '#lib/services/sign-in/storable.ts';

/** Which sign-in, and what the browser shows for having begun it. */
export type DoorKey = { readonly signInId: string; readonly secret: string | undefined };

export type OpenDoor = { readonly row: SignInRow; readonly facts: ConnectionAtTheDoor };

/** The sign-in as it is stored, for the browser that began it; others learn not even whether there is one. */
export async function openDoor(ctx: ServiceContext, { signInId, secret }: DoorKey): Promise<Outcome<OpenDoor>> {
  const row = await findSignIn(ctx.db, signInId);
  if (row === undefined || !(await isTokenOf(secret, row.browserHash))) return noSuchSignIn();
  const facts = await readDoorFacts(ctx, row.connectionId);
  return facts === undefined ? noSuchSignIn() : success({ row, facts });
}

export async function findSignIn(db: Queryable, signInId: string): Promise<SignInRow | undefined> {
  if (!isId(signInId)) return undefined;
  const [row] = await db.select().from(signIns).where(eq(signIns.id, signInId));
  return row;
}

export function noSuchSignIn() {
  return failure(
    'not-found',
    'This sign-in was begun in another browser, or long ago. Go back to the application and sign in again.',
  );
}

/** What a step makes of a sign-in: the row as it is to be, and what to tell. */
export type Stepped<Value> = { readonly row: SignInRow; readonly value: Value };

/**
 * Takes one step of a sign-in while nobody else can: the row is read anew and held, and written as the step leaves it, brought up to
 * date. A step that fails changes nothing.
 */
export async function stepThrough<Value>(
  ctx: ServiceContext,
  { row: seen, facts }: OpenDoor,
  step: (row: SignInRow, tx: Transaction) => Promise<Outcome<Stepped<Value>>>,
): Promise<Outcome<Stepped<Value>>> {
  let hasEnded = false;
  const stepped = await inTransaction(ctx.db, async (tx) => {
    const [row] = await tx.select().from(signIns).where(eq(signIns.id, seen.id)).for('update');
    if (row === undefined) return noSuchSignIn();
    const taken = await step(row, tx);
    if (!taken.ok) return taken;
    const next = advance(taken.value.row, facts);
    if (next !== row) await write(tx, next);
    hasEnded = next.state !== row.state;
    return success({ row: next, value: taken.value.value });
  });
  if (stepped.ok && hasEnded) publishSignIns(ctx, seen.connectionId);
  return stepped;
}

async function write(tx: Transaction, row: SignInRow): Promise<void> {
  const { state, position, tries, method, reason, personId, userName, keepSignedIn, endedAt } = row;
  await tx
    .update(signIns)
    .set({ state, position, tries: storable(tries), method, reason, personId, userName, keepSignedIn, endedAt })
    .where(eq(signIns.id, row.id));
}
