import { desc, eq, sql } from 'drizzle-orm';
import { diffSettings } from '#lib/contracts/diff-settings.ts';
import type { RevisionView } from '#lib/contracts/revision.ts';
import type { PlanSummaryView } from '#lib/contracts/rollout-plan.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { connections, revisions, rolloutPlans, rollouts } from '#lib/db/schema.ts';
import { readCachedCertificate } from '#lib/services/certificate-cache.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { noSuchConnection } from '#lib/services/read-connection-facts.ts';
import { requireViewer } from '#lib/services/require-actor.ts';
import { planSummary } from '#lib/services/rollout/plan-view.ts';

const mostRevisions = 100;

/** What was published, the newest first, each with its difference from the one before and how it went. */
export async function listRevisions(ctx: Context, connectionId: string): Promise<Outcome<RevisionView[]>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  if (!isId(connectionId)) return noSuchConnection();
  const [connection] = await ctx.db.select().from(connections).where(eq(connections.id, connectionId));
  if (connection === undefined) return noSuchConnection();
  const rows = await ctx.db
    .select()
    .from(revisions)
    .where(eq(revisions.connectionId, connectionId))
    .orderBy(desc(revisions.revision))
    .limit(mostRevisions + 1);
  const counts = await countRollouts(ctx, connectionId);
  const plans = await readPlans(ctx, connectionId);
  const views = rows.slice(0, mostRevisions).map(async (row, index): Promise<RevisionView> => {
    const before: Settings | null = rows[index + 1]?.settings ?? null;
    return {
      revision: row.revision,
      publishedAt: row.publishedAt,
      publishedBy: row.publishedBy,
      comment: row.comment,
      isRunning: row.revision === connection.runningRevision,
      // By the clock of its day: "9 days left" is what its publisher saw.
      changes: await diffSettings(before, row.settings, row.publishedAt, readCachedCertificate),
      rollout: counts.get(row.revision) ?? { acknowledged: 0, refused: 0, held: 0 },
      plan: plans.get(row.revision) ?? null,
    };
  });
  return success(await Promise.all(views));
}

async function countRollouts({ db }: Context, connectionId: string): Promise<Map<number, RevisionView['rollout']>> {
  const rows = await db
    .select({
      revision: rollouts.revision,
      acknowledged: sql<number>`count(*) filter (where ${rollouts.state} = 'acknowledged')::int`,
      refused: sql<number>`count(*) filter (where ${rollouts.state} = 'refused')::int`,
      held: sql<number>`count(*) filter (where ${rollouts.state} = 'held')::int`,
    })
    .from(rollouts)
    .where(eq(rollouts.connectionId, connectionId))
    .groupBy(rollouts.revision);
  return new Map(rows.map(({ revision, ...counted }) => [revision, counted]));
}

async function readPlans({ db }: Context, connectionId: string): Promise<Map<number, PlanSummaryView>> {
  const rows = await db.select().from(rolloutPlans).where(eq(rolloutPlans.connectionId, connectionId));
  return new Map(rows.map((row) => [row.revision, planSummary(row)]));
}
