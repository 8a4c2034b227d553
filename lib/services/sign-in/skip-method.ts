import { returnFailureSchema } from '#lib/contracts/door.ts';
import { methodSchema } from '#lib/contracts/settings.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Method } from '#lib/flow/flow-settings.ts';
import type { Context } from '#lib/services/context.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';
import { type ConnectionAtTheDoor, frontFacingUrlOf } from '#lib/services/sign-in/door-facts.ts';
import { type DoorKey, openDoor, stepThrough } from '#lib/services/sign-in/open-door.ts';
import { recordReturnFailure } from '#lib/services/sign-in/record-outcome.ts';
import { currentMethod, pathOf, type SignInRow } from '#lib/services/sign-in/sign-in-row.ts';

/** Why the door's own page goes on: nobody answered, or the person chose to. */
const skipSchema = returnFailureSchema.extract(['not-reachable', 'chosen']);

/** Goes on to the next method. Said twice, or of a method whose turn is over, it changes nothing. */
export async function skipMethod(
  ctx: Context,
  skip: DoorKey & { readonly method: string; readonly failure: string },
): Promise<Outcome<{ signInId: string; path: string }>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  const [method, reason] = [methodSchema.safeParse(skip.method), skipSchema.safeParse(skip.failure)];
  if (!method.success || !reason.success)
    return failure('invalid-input', 'This page cannot say which method to leave out. Load it again.');
  const door = await openDoor(ctx, skip);
  if (!door.ok) return door;
  const { facts } = door.value;
  const stepped = await stepThrough(ctx, door.value, async (row) => {
    const isItsTurn = row.state === 'open' && currentMethod(row) === method.data;
    // The last way in is not left out: nothing would follow.
    const isLast = row.position === row.methods.length - 1 && reason.data === 'chosen';
    return success({ row: isItsTurn && !isLast ? leaveOut(row, reason.data, facts) : row, value: null });
  });
  return stepped.ok ? success({ signInId: skip.signInId, path: pathOf(stepped.value.row) }) : stepped;
}

/** What the browser cannot reach for one method it cannot reach for the next one either, if that is at the same URL. */
function leaveOut(row: SignInRow, reason: 'not-reachable' | 'chosen', facts: ConnectionAtTheDoor): SignInRow {
  const urlOf = (method: Method | undefined): string | undefined =>
    method === undefined || method === 'password' ? undefined : frontFacingUrlOf(facts.settings, method);
  const url = urlOf(currentMethod(row));
  const left = recordReturnFailure(row, reason, facts);
  const isSameUrl = reason === 'not-reachable' && url !== undefined && url === urlOf(currentMethod(left));
  return isSameUrl ? leaveOut(left, reason, facts) : left;
}
