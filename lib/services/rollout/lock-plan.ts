import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Transaction } from '#lib/db/database.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { type ConnectionFacts, type RolloutPlanRow, readConnectionFacts } from '#lib/services/read-connection-facts.ts';

/** Holds the connection and finds its newest rollout in waves. */
export async function lockPlan(
  tx: Transaction,
  connectionId: string,
): Promise<Outcome<{ plan: RolloutPlanRow; facts: ConnectionFacts }>> {
  const locked = await lockConnection(tx, connectionId);
  if (!locked.ok) return locked;
  const facts = await readConnectionFacts(tx, connectionId);
  if (!facts.ok) return facts;
  const { plan } = facts.value;
  return plan === undefined
    ? failure('not-found', 'No rollout in waves is under way. Somebody may have published something since.')
    : success({ plan, facts: facts.value });
}

/** What a verb says of a rollout that is not in a state for it. */
export function notInState({ revision, state }: RolloutPlanRow) {
  const how: Record<RolloutPlanRow['state'], string> = {
    running: 'is going out',
    paused: 'is paused already',
    stopped: 'was stopped already',
    done: 'is on all connectors already',
    'rolled-back': 'was rolled back already',
  };
  return failure('not-allowed', `The rollout of revision ${revision} ${how[state]}. Look at it again.`);
}
