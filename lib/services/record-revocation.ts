import { sql } from 'drizzle-orm';
import type { Context } from '#lib/services/context.ts';
import { storableJson } from '#lib/services/parse-input.ts';
import { publishConnectorEvents } from '#lib/services/publish-connector-events.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import type { RevocationBoard } from '#lib/wire/revocation-board.ts';

export type RevocationReport = {
  readonly connectorId: string;
  readonly connectionId: string;
  readonly board: RevocationBoard;
  readonly at: number;
};

/** Connectors told what they know of revocation; the last word counts, and stays while they are away. */
export async function recordRevocation(ctx: Context, reports: readonly RevocationReport[]): Promise<void> {
  requireSystemOrThrow(ctx);
  if (reports.length === 0) return;
  const latest = new Map(reports.map((report) => [report.connectorId, report]));
  const rows = [...latest.values()].map(({ connectorId, board, at }) => ({
    id: connectorId,
    revocation: { ...board, toldAt: at },
  }));
  await ctx.db.execute(sql`
    update connectors c set revocation = r.revocation
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id text, revocation jsonb)
    where c.id = r.id`);
  publishConnectorEvents(ctx, reports);
}
