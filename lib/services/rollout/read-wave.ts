import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Transaction } from '#lib/db/database.ts';
import { connectors, rollouts } from '#lib/db/schema.ts';
import type { WaveMember } from '#lib/fleet/judge-wave.ts';
import type { Context } from '#lib/services/context.ts';
import type { RolloutPlanRow } from '#lib/services/read-connection-facts.ts';
import { complaintsOf } from '#lib/services/rollout/complaints-of.ts';

/** Nobody looked for so long only where no Gatehouse ran: its connectors need their time to find it again. */
const gapMs = 20_000;

/** Those who have been offered the revision, as they are now; what changed in that is written down. */
export async function readWave(
  tx: Transaction,
  { gateway, now: clock }: Pick<Context, 'gateway' | 'now'>,
  plan: RolloutPlanRow,
): Promise<WaveMember[]> {
  const { connectionId, revision, wave, lookedAt } = plan;
  const now = clock();
  const hasGap = now - lookedAt > gapMs;
  const live = new Map(gateway.onlineConnectors(connectionId).map((one) => [one.connectorId, one]));
  const rows = await tx
    .select({
      id: connectors.id,
      listener: connectors.listener,
      revocation: connectors.revocation,
      state: rollouts.state,
      at: rollouts.at,
      hasFailedTest: sql<boolean>`jsonb_path_exists(${rollouts.tests}, '$[*] ? (@.isPassed == false)')`,
      isLinked: rollouts.isLinked,
      linkSince: rollouts.linkSince,
      complaintsBefore: rollouts.complaintsBefore,
    })
    .from(rollouts)
    .innerJoin(connectors, eq(connectors.id, rollouts.connectorId))
    .where(
      and(
        eq(rollouts.connectionId, connectionId),
        eq(rollouts.revision, revision),
        lte(rollouts.wave, wave),
        isNull(connectors.revokedAt),
      ),
    );
  const changed: { id: string; is_linked: boolean; link_since: number }[] = [];
  const members = rows.map((row): WaveMember => {
    const isLinked = gateway.isOnline(row.id);
    const isNews = isLinked !== row.isLinked || (hasGap && row.linkSince !== null);
    const since = isNews ? now : (row.linkSince ?? undefined);
    if (isNews) changed.push({ id: row.id, is_linked: isLinked, link_since: now });
    return {
      connectorId: row.id,
      ...(isLinked ? { linkedSince: since ?? now } : { leftAt: since }),
      answer: answerOf(row, plan.waveBeganAt),
      complaint: complaintOf(row, live.get(row.id)),
    };
  });
  await noteLinks(tx, revision, changed);
  return members;
}

type WaveRow = Parameters<typeof complaintsOf>[0] & {
  readonly hasFailedTest: boolean;
  readonly complaintsBefore: readonly string[] | null;
};

function complaintOf(row: WaveRow, live: Parameters<typeof complaintsOf>[1]): WaveMember['complaint'] {
  if (row.hasFailedTest) return 'self-test-failed';
  const before = new Set(row.complaintsBefore ?? []);
  return complaintsOf(row, live).find((complaint) => !before.has(complaint));
}

function answerOf(row: { readonly state: string; readonly at: number | null }, beganAt: number): WaveMember['answer'] {
  if (row.state === 'acknowledged') return { kind: 'serving', since: row.at ?? beganAt };
  return { kind: row.state === 'refused' ? 'refused' : 'none' };
}

async function noteLinks(
  tx: Transaction,
  revision: number,
  changed: readonly { id: string; is_linked: boolean; link_since: number }[],
): Promise<void> {
  if (changed.length === 0) return;
  await tx.execute(sql`
    update rollouts r set is_linked = c.is_linked, link_since = c.link_since
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as c(id text, is_linked boolean, link_since bigint)
    where r.connector_id = c.id and r.revision = ${revision}`);
}

/** Which of its own tests a connector failed. */
export async function readFailedTests(tx: Transaction, revision: number, connectorId: string): Promise<string[]> {
  const [row] = await tx
    .select({ tests: rollouts.tests })
    .from(rollouts)
    .where(and(eq(rollouts.revision, revision), inArray(rollouts.connectorId, [connectorId])));
  return row?.tests.filter(({ isPassed }) => !isPassed).map(({ name }) => name) ?? [];
}
