import type { DoorView } from '#lib/contracts/door.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Context } from '#lib/services/context.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';
import { advance } from '#lib/services/sign-in/advance.ts';
import { doorView } from '#lib/services/sign-in/door-view.ts';
import { type DoorKey, openDoor, stepThrough } from '#lib/services/sign-in/open-door.ts';

/** What a person at the door is to see now. A method that cannot be used is passed over here, and said. */
export async function readDoor(ctx: Context, key: DoorKey): Promise<Outcome<DoorView>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  const door = await openDoor(ctx, key);
  if (!door.ok) return door;
  const { row, facts } = door.value;
  const secret = key.secret ?? '';
  if (advance(row, facts) === row) return success(doorView(ctx, { row, facts }, secret));
  const stepped = await stepThrough(ctx, door.value, async (now) => success({ row: now, value: null }));
  return stepped.ok ? success(doorView(ctx, { row: stepped.value.row, facts }, secret)) : stepped;
}
