import { and, eq, inArray } from 'drizzle-orm';
import { rolloutPlans } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';

/** Something happened to connectors of these connections: what goes out there in waves is looked at now rather than later. */
export async function wakeRollouts(
  { db }: Pick<Context, 'db'>,
  happened: readonly { readonly connectionId: string }[],
): Promise<void> {
  const ids = [...new Set(happened.map(({ connectionId }) => connectionId))];
  await db
    .update(rolloutPlans)
    .set({ nextLookAt: 0 })
    .where(and(eq(rolloutPlans.state, 'running'), inArray(rolloutPlans.connectionId, ids)));
}
