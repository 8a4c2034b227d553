import type { SignInTry } from '#lib/contracts/sign-in.ts';
import type { Method } from '#lib/flow/flow-settings.ts';
import { currentMethod, pendingTry, type SignInRow } from '#lib/services/sign-in/sign-in-row.ts';

/** How long a person may take from the application's request on. */
export const openForMs = 30 * 60_000;
/** More than anybody needs; what tries more often is a program. */
const mostTries = 60;

/** What decides whether a method can be used at this moment. */
export type DoorFacts = {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Why the method cannot be used now, as a reason with its detail for administrators. */
  readonly obstacle: (method: Method) => { readonly reason: string; readonly detail: string } | undefined;
};

export type TryEnd = Partial<SignInTry> & Pick<SignInTry, 'result' | 'reason'>;

/**
 * The one place that goes from method to method: over a method that cannot be used, past the last one to the refusal, and out of a
 * sign-in that was left. Returns the same row where nothing is to change.
 */
export function advance(row: SignInRow, facts: DoorFacts): SignInRow {
  if (row.state !== 'open') return row;
  if (row.startedAt + openForMs < facts.at) return timedOut(row, facts.at);
  let now = row;
  for (;;) {
    const method = currentMethod(now);
    if (method === undefined) return refused(now, facts.at);
    if (now.tries.length >= mostTries) return refused({ ...now, reason: 'too-many-tries' }, facts.at);
    const obstacle = facts.obstacle(method);
    if (obstacle === undefined) return now;
    now = passOver(now, { result: 'unavailable', ...obstacle }, facts);
  }
}

/** Ends a try of the current method, and goes on to the next one. */
export function passOver(row: SignInRow, end: TryEnd, facts: Pick<DoorFacts, 'at'>): SignInRow {
  return { ...endTry(row, end, facts), position: row.position + 1 };
}

/** Ends a try of the current method: the pending one, or one that began and ended now. The method's turn stays. */
export function endTry(row: SignInRow, end: TryEnd, { at }: Pick<DoorFacts, 'at'>): SignInRow {
  const method = currentMethod(row);
  if (method === undefined) throw new Error('a sign-in without a method left has nothing to end');
  const pending = pendingTry(row);
  const startedAt = end.startedAt ?? pending?.startedAt ?? at;
  const ended: SignInTry = { ...emptyTry(method, startedAt), ...end, startedAt, tookMs: Math.max(0, at - startedAt) };
  const before = pending === undefined ? row.tries : row.tries.slice(0, -1);
  return { ...row, tries: [...before, ended], reason: end.reason ?? row.reason };
}

export function emptyTry(method: Method, startedAt: number): SignInTry {
  return {
    method,
    result: 'pending',
    reason: null,
    detail: '',
    connectorId: null,
    connectorName: null,
    certificate: null,
    claimedName: null,
    steps: [],
    startedAt,
    tookMs: null,
  };
}

function refused(row: SignInRow, at: number): SignInRow {
  return { ...row, state: 'refused', endedAt: at };
}

/** Whoever failed at the method they left at left for that. */
function timedOut(row: SignInRow, at: number): SignInRow {
  const last = row.tries.at(-1);
  const hasFailed = last !== undefined && last.method === currentMethod(row) && last.result === 'refused';
  const tries =
    last?.result === 'pending' ? row.tries.with(-1, { ...last, result: 'skipped', reason: 'timed-out' }) : row.tries;
  return refused({ ...row, tries, reason: hasFailed ? last.reason : 'timed-out' }, at);
}
