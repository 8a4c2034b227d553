import { sql } from 'drizzle-orm';
import { newId } from '#lib/core/ids.ts';
import type { Transaction } from '#lib/db/database.ts';
import { people } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { endTry, type TryEnd } from '#lib/services/sign-in/advance.ts';
import { currentMethod, type SignInRow } from '#lib/services/sign-in/sign-in-row.ts';
import type { Person } from '#lib/wire/method-result.ts';

/** Ends a sign-in well: the person is remembered as the directory describes them now, under the id applications know. */
export async function acceptPerson(
  tx: Transaction,
  ctx: Context,
  row: SignInRow,
  accepted: { readonly person: Person; readonly end: Omit<TryEnd, 'result' | 'reason'>; readonly keep: boolean },
): Promise<SignInRow> {
  const at = ctx.now();
  const { person, end, keep } = accepted;
  const [known] = await tx
    .insert(people)
    .values({
      id: newId('per', ctx.fillRandom),
      connectionId: row.connectionId,
      directoryId: person.directoryId,
      profile: person,
      firstSignInAt: at,
      lastSignInAt: at,
    })
    .onConflictDoUpdate({
      target: [people.connectionId, people.directoryId],
      set: { profile: sql`excluded.profile`, lastSignInAt: sql`excluded.last_sign_in_at` },
    })
    .returning({ id: people.id });
  if (known === undefined) throw new Error('the person could not be stored');
  return {
    ...endTry(row, { ...end, result: 'accepted', reason: null }, { at }),
    state: 'signed-in',
    method: currentMethod(row) ?? null,
    personId: known.id,
    userName: person.userName,
    keepSignedIn: keep,
    endedAt: at,
  };
}
