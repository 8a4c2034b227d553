import { and, eq, inArray, lt } from 'drizzle-orm';
import { signInRequests, signIns } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import { advance, openForMs } from '#lib/services/sign-in/advance.ts';
import { publishSignIns } from '#lib/services/sign-in/sign-in-events.ts';
import { storable } from '#lib/services/sign-in/storable.ts';

const dayMs = 86_400_000;
const logForMs = 90 * dayMs;
/** Visits in which nothing was tried tell little, and any stranger can make any number of them. */
const emptyForMs = 7 * dayMs;
const mostAtOnce = 1_000;

/**
 * Ends sign-ins that were left, and forgets old ones: the log after 90 days, visits in which nothing was tried
 * after a week, requests to connectors after a day.
 */
export async function removeOldSignIns(ctx: Context): Promise<void> {
  requireSystemOrThrow(ctx);
  const at = ctx.now();
  await ctx.db.delete(signInRequests).where(lt(signInRequests.createdAt, at - dayMs));
  await ctx.db.delete(signIns).where(lt(signIns.startedAt, at - logForMs));
  await ctx.db
    .delete(signIns)
    .where(and(lt(signIns.startedAt, at - emptyForMs), eq(signIns.reason, 'timed-out'), eq(signIns.tries, [])));
  await endLeftOnes(ctx, at);
}

async function endLeftOnes(ctx: Context, at: number): Promise<void> {
  for (;;) {
    const left = await ctx.db
      .select({ id: signIns.id })
      .from(signIns)
      .where(and(eq(signIns.state, 'open'), lt(signIns.startedAt, at - openForMs)))
      .limit(mostAtOnce);
    if (left.length > 0) await endOnes(ctx, { ids: left.map(({ id }) => id), at });
    if (left.length < mostAtOnce) return;
  }
}

async function endOnes(ctx: Context, { ids, at }: { readonly ids: string[]; readonly at: number }): Promise<void> {
  const changed = await ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(signIns)
      .where(and(inArray(signIns.id, ids), eq(signIns.state, 'open')))
      .orderBy(signIns.id)
      .for('update');
    for (const row of rows) {
      const { state, reason, tries, endedAt } = advance(row, { at, obstacle: () => undefined });
      await tx
        .update(signIns)
        .set({ state, reason, tries: storable(tries), endedAt })
        .where(eq(signIns.id, row.id));
    }
    return new Set(rows.map(({ connectionId }) => connectionId));
  });
  for (const connectionId of changed) publishSignIns(ctx, connectionId);
}
