import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { isAtLeast, type Role } from '#lib/core/role.ts';
import type { Actor, Context } from '#lib/services/context.ts';

type Asking = Pick<Context, 'actor'>;
type ActorOf<Kind extends Actor['kind']> = Extract<Actor, { kind: Kind }>;
type Administrator = Outcome<ActorOf<'administrator'>>;

/** The first line of verbs that only read, and of those about oneself. */
export function requireViewer(ctx: Asking): Administrator {
  return requireRole(ctx, 'viewer');
}

/** The first line of verbs that change what connections, connectors and applications do, or ask a directory about somebody. */
export function requireOperator(ctx: Asking): Administrator {
  return requireRole(ctx, 'operator');
}

/** The first line of verbs about who may do what, and of those that no other verb brings back. */
export function requireOwner(ctx: Asking): Administrator {
  return requireRole(ctx, 'owner');
}

function requireRole({ actor }: Asking, least: Role): Administrator {
  if (actor.kind === 'anonymous') return failure('not-signed-in', 'You are not signed in. Sign in and try again.');
  if (actor.kind !== 'administrator') return failure('not-allowed', 'Only an administrator may do this.');
  if (isAtLeast(actor.role, least)) return success(actor);
  const message = `This needs the role ${least}, and yours is ${actor.role}. An owner can change it under Settings, Administrators.`;
  return failure('not-allowed', message);
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
