import { sql } from 'drizzle-orm';
import type { Context } from '#lib/services/context.ts';
import { maxRevision, storableJson } from '#lib/services/parse-input.ts';
import { publishConnectorEvents } from '#lib/services/publish-connector-events.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import { wakeRollouts } from '#lib/services/rollout/wake-rollouts.ts';
import type { AcknowledgedFrame, RefusedFrame } from '#lib/wire/frames.ts';

export type Answer = {
  readonly connectorId: string;
  readonly connectionId: string;
  readonly frame: AcknowledgedFrame | RefusedFrame;
  readonly at: number;
};

/** Connectors took a revision over, or refused it. An answer about a revision that was never published is dropped. */
export async function recordAnswers(ctx: Context, answers: readonly Answer[]): Promise<void> {
  requireSystemOrThrow(ctx);
  if (answers.length === 0) return;
  // One statement cannot write a row twice: the last word counts.
  const known = answers.filter(({ frame }) => frame.revision <= maxRevision);
  const latest = new Map(known.map((answer) => [`${answer.connectorId} ${answer.frame.revision}`, answer]));
  const rows = [...latest.values()].map(rowOf);
  await ctx.db.execute(sql`
    with answers as (
      select a.*, c.connection_id
      from jsonb_to_recordset(${storableJson(rows)}::jsonb)
        as a(connector_id text, revision integer, state text, refusal text, detail text, tests jsonb, took_ms integer,
          at bigint, listener jsonb)
      join connectors c on c.id = a.connector_id
      join revisions r on r.connection_id = c.connection_id and r.revision = a.revision
    ), serving as (
      update connectors c set running_revision = a.revision, listener = a.listener
      from (select distinct on (connector_id) * from answers where state = 'acknowledged'
        order by connector_id, revision desc) a
      where c.id = a.connector_id
    )
    insert into rollouts (connection_id, revision, connector_id, state, refusal, detail, tests, took_ms, at)
    select connection_id, revision, connector_id, state, refusal, detail, tests, took_ms, at from answers
    on conflict (connector_id, revision) do update set state = excluded.state, refusal = excluded.refusal,
      detail = excluded.detail, tests = excluded.tests, took_ms = excluded.took_ms,
      -- What a connector tells later of a revision it serves does not change since when it serves it.
      at = case when rollouts.state = 'acknowledged' and excluded.state = 'acknowledged'
        then coalesce(rollouts.at, excluded.at) else excluded.at end`);
  await wakeRollouts(ctx, answers);
  publishConnectorEvents(ctx, answers);
}

const maxTookMs = 2_147_483_647;

function rowOf({ connectorId, frame, at }: Answer) {
  const { revision, tests } = frame;
  const tookMs = Math.min(Math.round(frame.tookMs), maxTookMs);
  const row = { connector_id: connectorId, revision, tests, took_ms: tookMs, at };
  if (frame.t === 'acknowledged') return { ...row, state: 'acknowledged', listener: frame.listener };
  return { ...row, state: 'refused', refusal: frame.refusal, detail: frame.detail };
}
