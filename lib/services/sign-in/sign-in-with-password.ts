import { doorPasswordSchema } from '#lib/contracts/door.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Context } from '#lib/services/context.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';
import { advance, endTry, type TryEnd } from '#lib/services/sign-in/advance.ts';
import { askConnectors } from '#lib/services/sign-in/ask-connectors.ts';
import { type DoorKey, type OpenDoor, openDoor, stepThrough } from '#lib/services/sign-in/open-door.ts';
import { recordOutcome } from '#lib/services/sign-in/record-outcome.ts';
import { currentMethod, pathOf, type SignInRow } from '#lib/services/sign-in/sign-in-row.ts';
import { countPersonAttempt, forgivePersonAttempt, takeBackPersonAttempt } from '#lib/services/sign-in-throttle.ts';

export type PasswordSignIn = {
  /** `elsewhere`: it is not the password’s turn, or no longer; nobody was asked. */
  readonly result: 'accepted' | 'refused' | 'unavailable' | 'throttled' | 'elsewhere';
  readonly path: string;
};

/**
 * Has a connector check a user name and a password. The password goes encrypted to that connector and nowhere else: it is in no row, no
 * log line and no problem, and nothing holds it after the answer.
 */
export async function signInWithPassword(
  ctx: Context,
  input: DoorKey & { readonly userName: string; readonly password: string; readonly keep?: boolean | undefined },
): Promise<Outcome<PasswordSignIn>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  const { signInId, secret, userName, password, keep } = input;
  const parsed = parseInput(doorPasswordSchema, { userName, password, keep });
  if (!parsed.ok) return parsed;
  const door = await openDoor(ctx, { signInId, secret });
  if (!door.ok) return door;
  const { row, facts } = door.value;
  if (!isPasswordsTurn(advance(row, facts))) return elsewhere(ctx, door.value);
  const typed = parsed.value;
  const attempt = { connectionId: row.connectionId, userName: typed.userName, address: allowed.value.address };
  const waitMs = await countPersonAttempt(ctx, attempt);
  if (waitMs !== undefined) return throttled(ctx, door.value, typed.userName, waitMs);
  const startedAt = ctx.now();
  const asked = await askConnectors(ctx, { id: row.connectionId, facts }, typed);
  const { outcome, connector, passedOver } = asked;
  if (outcome.result === 'accepted') await forgivePersonAttempt(ctx.db, attempt);
  if (outcome.result === 'unavailable' && !asked.mayHaveCounted) await takeBackPersonAttempt(ctx.db, attempt);
  const more = { claimedName: typed.userName, steps: [...passedOver, ...outcome.steps], startedAt };
  const isKept = typed.keep && facts.settings.session.keepSignedInDays > 0;
  const now = { ...facts, at: ctx.now() };
  const stepped = await stepThrough(ctx, { row, facts: now }, async (held, tx) => {
    // Two forms of one sign-in may have been posted at once: the first that is accepted ends it.
    if (!isPasswordsTurn(held)) return success({ row: held, value: 'elsewhere' as const });
    const next = await recordOutcome(tx, ctx, held, { outcome, connector, facts: now, keep: isKept, more });
    return success({ row: next, value: outcome.result });
  });
  return stepped.ok ? success({ result: stepped.value.value, path: pathOf(stepped.value.row) }) : stepped;
}

function isPasswordsTurn(row: SignInRow): boolean {
  return row.state === 'open' && currentMethod(row) === 'password';
}

async function elsewhere(ctx: Context, door: OpenDoor): Promise<Outcome<PasswordSignIn>> {
  const stepped = await stepThrough(ctx, door, async (row) => success({ row, value: null }));
  return stepped.ok ? success({ result: 'elsewhere', path: pathOf(stepped.value.row) }) : stepped;
}

/** Said once in the log, however often it happens. */
async function throttled(
  ctx: Context,
  door: OpenDoor,
  userName: string,
  waitMs: number,
): Promise<Outcome<PasswordSignIn>> {
  const detail = `No directory was asked; the next try counts in ${Math.ceil(waitMs / 60_000)} min.`;
  const end: TryEnd = { result: 'refused', reason: 'throttled', detail, claimedName: userName };
  const stepped = await stepThrough(ctx, door, async (row) => {
    if (!isPasswordsTurn(row)) return success({ row, value: 'elsewhere' as const });
    const isSaid = row.tries.at(-1)?.reason === 'throttled';
    return success({ row: isSaid ? row : endTry({ ...row, userName }, end, door.facts), value: 'throttled' as const });
  });
  return stepped.ok ? success({ result: stepped.value.value, path: pathOf(stepped.value.row) }) : stepped;
}
