import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Actor, Context } from '#lib/services/context.ts';

type Asking = Pick<Context, 'actor'>;
type ActorOf<Kind extends Actor['kind']> = Extract<Actor, { kind: Kind }>;

/** The first line of every verb of the console. */
export function requireAdministrator({ actor }: Asking): Outcome<ActorOf<'administrator'>> {
  if (actor.kind === 'administrator') return success(actor);
  if (actor.kind === 'anonymous') return failure('not-signed-in', 'You are not signed in. Sign in and try again.');
  return failure('not-allowed', 'Only an administrator may do this.');
}

/** The first line of verbs for people and machines that have not said yet who they are. */
export function requireAnonymous({ actor }: Asking): Outcome<ActorOf<'anonymous'>> {
  if (actor.kind === 'anonymous') return success(actor);
  return failure('not-allowed', 'You are signed in already. Sign out first.');
}

/** The first line of verbs that the process does in its own name. */
export function requireSystem({ actor }: Asking): Outcome<ActorOf<'system'>> {
  if (actor.kind === 'system') return success(actor);
  return failure('not-allowed', 'Only Gatehouse itself may do this.');
}

/** As requireSystem, for the hub's verbs: they answer with plain values, and another actor there is a mistake in the code. */
export function requireSystemOrThrow(ctx: Asking): void {
  const allowed = requireSystem(ctx);
  if (!allowed.ok) throw new Error(allowed.problem.message);
}
