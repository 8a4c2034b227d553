import type { ConnectorView } from '#lib/contracts/connector.ts';
import type { RolloutView } from '#lib/contracts/rollout.ts';
import type { Context } from '#lib/services/context.ts';
import {
  type ConnectionFacts,
  type ConnectorRow,
  holdsDraftKey,
  type RolloutRow,
} from '#lib/services/read-connection-facts.ts';
import type { DirectoryState, KerberosState } from '#lib/wire/frames.ts';
import type { Gateway, OnlineConnector } from '#lib/wire/gateway.ts';
import { refusalSentences, revisionRefusalSchema } from '#lib/wire/refusals.ts';
import type { TlsDifferences } from '#lib/wire/revocation-board.ts';

type Online = ReadonlyMap<string, OnlineConnector>;

export function connectorViews({ gateway }: Pick<Context, 'gateway'>, facts: ConnectionFacts): ConnectorView[] {
  const live = gateway.onlineConnectors(facts.connection.id);
  const online: Online = new Map(live.map((connector) => [connector.connectorId, connector]));
  return facts.connectors.map((row) => connectorView(gateway, online, row, facts));
}

function connectorView(gateway: Gateway, online: Online, row: ConnectorRow, facts: ConnectionFacts): ConnectorView {
  const rollout = facts.rollouts.get(row.id);
  const live = online.get(row.id);
  return {
    id: row.id,
    connectionId: row.connectionId,
    name: row.name,
    state: gateway.isOnline(row.id) ? 'online' : row.lastSeenAt === null ? 'never-seen' : 'offline',
    hostName: row.hostName,
    software: row.software,
    seenFrom: row.seenFrom,
    listener: row.listener,
    directory: live === undefined ? null : directoryView(live.directory),
    kerberos: live === undefined ? null : kerberosView(live.kerberos),
    tlsDifferences: live?.differences === undefined ? null : differencesView(live.differences),
    revocation: row.revocation,
    enrolledAt: row.enrolledAt,
    lastSeenAt: row.lastSeenAt,
    runningRevision: row.runningRevision,
    rollout: rollout === undefined ? null : rolloutView(rollout),
    sealingCertificate: row.sealingCertificate,
    sealingFingerprint: row.sealingFingerprint,
    hasSealedKey: facts.sealedAt.has(row.id),
    holdsKey: holdsDraftKey(facts, row.id),
    heldKeys: [...(facts.heldKeys.get(row.id) ?? [])],
  };
}

function directoryView({ detail, ...state }: DirectoryState): ConnectorView['directory'] {
  return { ...state, ...(detail === undefined ? {} : { detail }) };
}

function kerberosView({ detail, ...state }: KerberosState): ConnectorView['kerberos'] {
  return { ...state, ...(detail === undefined ? {} : { detail }) };
}

function differencesView({ count, last }: TlsDifferences): ConnectorView['tlsDifferences'] {
  return { count, ...(last === undefined ? {} : { last }) };
}

function rolloutView(row: RolloutRow): RolloutView {
  const refusal = revisionRefusalSchema.safeParse(row.refusal);
  return {
    revision: row.revision,
    state: row.state,
    ...(row.wave === null ? {} : { wave: row.wave }),
    ...(refusal.success ? { refusal: refusal.data, ...refusalSentences[refusal.data] } : {}),
    ...(row.detail === null ? {} : { detail: row.detail }),
    tests: row.tests,
    tookMs: row.tookMs,
    at: row.at,
  };
}
