import { and, eq } from 'drizzle-orm';
import type { AdministratorView } from '#lib/contracts/administrator.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { administrators } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { requireSystem } from '#lib/services/require-actor.ts';

/** Whose session this is; refused where the administrator is gone or has signed out everywhere since. */
export async function readAdministrator(
  ctx: Context,
  { id, sessionEpoch }: { readonly id: string; readonly sessionEpoch: number },
): Promise<Outcome<AdministratorView>> {
  const allowed = requireSystem(ctx);
  if (!allowed.ok) return allowed;
  const [found] = await ctx.db
    .select({
      id: administrators.id,
      name: administrators.name,
      email: administrators.email,
      role: administrators.role,
    })
    .from(administrators)
    .where(and(eq(administrators.id, id), eq(administrators.sessionEpoch, sessionEpoch)));
  return found === undefined ? failure('not-signed-in', 'Your session has ended. Sign in again.') : success(found);
}
