import type { ConnectionView } from '#lib/contracts/connection.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { connectorViews } from '#lib/services/connector-view.ts';
import type { Context } from '#lib/services/context.ts';
import { draftView } from '#lib/services/draft-view.ts';
import { readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { requireViewer } from '#lib/services/require-actor.ts';
import { planView } from '#lib/services/rollout/plan-view.ts';

/** One connection with its draft, what runs, and its connectors. */
export async function readConnection(ctx: Context, connectionId: string): Promise<Outcome<ConnectionView>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const facts = await readConnectionFacts(ctx.db, connectionId);
  if (!facts.ok) return facts;
  const { connection, running, plan, alike } = facts.value;
  return success({
    id: connection.id,
    name: connection.name,
    createdAt: connection.createdAt,
    draft: await draftView(facts.value, ctx),
    running:
      running === undefined
        ? null
        : {
            revision: running.revision,
            settings: running.settings,
            publishedAt: running.publishedAt,
            publishedBy: running.publishedBy,
            comment: running.comment,
            alike: [...alike],
          },
    plan: plan === undefined ? null : planView(plan),
    connectors: connectorViews(ctx, facts.value),
  });
}
