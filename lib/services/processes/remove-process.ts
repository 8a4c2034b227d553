import { eq } from 'drizzle-orm';
import { processes } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

/** A process stops in order, and holds no link any more. */
export async function removeProcess(ctx: Context, processId: string): Promise<void> {
  requireSystemOrThrow(ctx);
  await ctx.db.delete(processes).where(eq(processes.id, processId));
}
