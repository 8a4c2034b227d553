import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Context } from '#lib/services/context.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';
import { openForMs } from '#lib/services/sign-in/advance.ts';
import { canRetryCertificate } from '#lib/services/sign-in/door-view.ts';
import { type DoorKey, openDoor, stepThrough } from '#lib/services/sign-in/open-door.ts';
import { pathOf } from '#lib/services/sign-in/sign-in-row.ts';

/** Goes back to the client certificate, so that another may be chosen; where that is not offered, nothing changes. */
export async function retryCertificate(
  ctx: Context,
  key: DoorKey,
): Promise<Outcome<{ signInId: string; path: string }>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  const door = await openDoor(ctx, key);
  if (!door.ok) return door;
  const { facts } = door.value;
  const stepped = await stepThrough(ctx, door.value, async (row) => {
    const position = row.methods.indexOf('client-certificate');
    const isPossible = position >= 0 && canRetryCertificate(row) && row.startedAt + openForMs >= facts.at;
    return success({ row: isPossible ? { ...row, position, state: 'open', endedAt: null } : row, value: null });
  });
  return stepped.ok ? success({ signInId: key.signInId, path: pathOf(stepped.value.row) }) : stepped;
}
