import { eq } from 'drizzle-orm';
import { processes } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { databaseTime } from '#lib/services/processes/database-time.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

/** This process is there. Says whether it was known, or its links are to be told anew, and who is there besides. */
export async function recordBeat(
  ctx: Context,
  processId: string,
): Promise<{ readonly wasKnown: boolean; readonly processIds: readonly string[] }> {
  requireSystemOrThrow(ctx);
  const known = await ctx.db
    .update(processes)
    .set({ lastBeatAt: databaseTime })
    .where(eq(processes.id, processId))
    .returning({ id: processes.id });
  if (known.length === 0)
    await ctx.db
      .insert(processes)
      .values({ id: processId, beganAt: databaseTime, lastBeatAt: databaseTime })
      .onConflictDoNothing();
  const all = await ctx.db.select({ id: processes.id }).from(processes);
  return { wasKnown: known.length > 0, processIds: all.map(({ id }) => id).filter((id) => id !== processId) };
}
