import { failure, type Outcome } from '#lib/core/outcome.ts';
import type { Context } from '#lib/services/context.ts';
import { draftFindings } from '#lib/services/draft-view.ts';
import type { ConnectionFacts } from '#lib/services/read-connection-facts.ts';

/** One rollout at a time: two would leave nobody able to say what a connector is to run. */
export function refusalWhileRolling({ plan }: Pick<ConnectionFacts, 'plan'>): Outcome<never> | undefined {
  if (plan === undefined || (plan.state !== 'running' && plan.state !== 'paused')) return undefined;
  const how = plan.state === 'running' ? 'is going out' : 'is paused';
  return failure(
    'rollout-under-way',
    `Revision ${plan.revision} ${how} in waves: wave ${plan.wave + 1} of ${plan.waves}. Wait until it is done, or stop it, and publish then.`,
  );
}

export async function refusalForErrors(facts: ConnectionFacts, ctx: Context): Promise<Outcome<never> | undefined> {
  const errors = (await draftFindings(facts, ctx)).filter((finding) => finding.severity === 'error');
  if (errors.length === 0) return undefined;
  const list = errors.map(({ id, subject, message }) => `${id} (${subject}): ${message}`).join(' ');
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  return failure('settings-have-errors', `The settings have ${count} and were not published. ${list}`);
}
