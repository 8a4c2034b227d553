import type { ConnectorView } from '#lib/contracts/connector.ts';
import type { RolloutView } from '#lib/contracts/rollout.ts';
import type { Context } from '#lib/services/context.ts';
import type { ConnectionFacts, ConnectorRow, RolloutRow } from '#lib/services/read-connection-facts.ts';
import { refusalSentences, revisionRefusalSchema } from '#lib/wire/refusals.ts';

export function connectorViews(ctx: Pick<Context, 'gateway'>, facts: ConnectionFacts): ConnectorView[] {
  return facts.connectors.map((row) => connectorView(ctx, row, facts));
}

function connectorView(
  { gateway }: Pick<Context, 'gateway'>,
  row: ConnectorRow,
  facts: ConnectionFacts,
): ConnectorView {
  const rollout = facts.rollouts.get(row.id);
  return {
    id: row.id,
    connectionId: row.connectionId,
    name: row.name,
    state: gateway.isOnline(row.id) ? 'online' : row.lastSeenAt === null ? 'never-seen' : 'offline',
    hostName: row.hostName,
    software: row.software,
    seenFrom: row.seenFrom,
    listener: row.listener,
    enrolledAt: row.enrolledAt,
    lastSeenAt: row.lastSeenAt,
    runningRevision: row.runningRevision,
    rollout: rollout === undefined ? null : rolloutView(rollout),
    sealingCertificate: row.sealingCertificate,
    sealingFingerprint: row.sealingFingerprint,
    hasSealedKey: facts.sealedAt.has(row.id),
  };
}

function rolloutView(row: RolloutRow): RolloutView {
  const refusal = revisionRefusalSchema.safeParse(row.refusal);
  return {
    revision: row.revision,
    state: row.state,
    ...(refusal.success ? { refusal: refusal.data, ...refusalSentences[refusal.data] } : {}),
    ...(row.detail === null ? {} : { detail: row.detail }),
    tests: row.tests,
    tookMs: row.tookMs,
    at: row.at,
  };
}
