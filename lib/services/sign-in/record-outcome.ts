import type { ReturnFailure } from '#lib/contracts/door.ts';
import type { SignInTry } from '#lib/contracts/sign-in.ts';
import type { Transaction } from '#lib/db/database.ts';
import type { Context } from '#lib/services/context.ts';
import { acceptPerson } from '#lib/services/sign-in/accept-person.ts';
import { type DoorFacts, endTry, passOver, type TryEnd } from '#lib/services/sign-in/advance.ts';
import { currentMethod, type SignInRow } from '#lib/services/sign-in/sign-in-row.ts';
import type { MethodResult } from '#lib/wire/method-result.ts';

type Answered = {
  readonly outcome: MethodResult;
  readonly connector: Pick<SignInTry, 'connectorId' | 'connectorName'>;
  readonly facts: DoorFacts;
  readonly keep: boolean;
  /** What else the log is to hold of the try. */
  readonly more?: Partial<SignInTry>;
};

/** Writes a connector's answer down: the person is in, or the next method follows. A password may be typed again. */
export async function recordOutcome(
  tx: Transaction,
  ctx: Context,
  row: SignInRow,
  { outcome, connector, facts, keep, more = {} }: Answered,
): Promise<SignInRow> {
  const told: Partial<SignInTry> = {
    ...connector,
    certificate: outcome.certificate ?? null,
    claimedName: outcome.claimedName ?? null,
    steps: outcome.steps,
    ...more,
  };
  if (outcome.result === 'accepted') return acceptPerson(tx, ctx, row, { person: outcome.person, end: told, keep });
  const end: TryEnd = { ...told, result: outcome.result, reason: outcome.reason, detail: outcome.detail };
  const named = { ...row, userName: end.claimedName?.slice(0, 256) ?? row.userName };
  return currentMethod(row) === 'password' ? endTry(named, end, facts) : passOver(named, end, facts);
}

/** A browser's own word why it has no answer. */
export function recordReturnFailure(row: SignInRow, failure: ReturnFailure, facts: DoorFacts): SignInRow {
  const isUnavailable = failure === 'not-reachable' || failure === 'not-delivered' || failure === 'request-expired';
  return passOver(row, { result: isUnavailable ? 'unavailable' : 'skipped', reason: failure }, facts);
}
