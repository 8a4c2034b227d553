import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { applications } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

/** A busy application is not to be a row that is always being written. */
const exactToMs = 60_000;

/** Remembers when the application last got tokens, to the minute. */
export async function recordApplicationUse(ctx: Context, applicationId: string): Promise<void> {
  requireSystemOrThrow(ctx);
  const at = ctx.now();
  const isOld = or(isNull(applications.lastUsedAt), lt(applications.lastUsedAt, at - exactToMs));
  await ctx.db
    .update(applications)
    .set({ lastUsedAt: at })
    .where(and(eq(applications.id, applicationId), isOld));
}
