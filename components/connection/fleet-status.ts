import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';

export type FleetStatus = {
  readonly tone: 'good' | 'attention' | 'bad' | 'neutral';
  readonly text: string;
};

/** Whether what was published is what serves, in one short sentence. */
export function fleetStatus({ running, connectors }: Pick<ConnectionView, 'running' | 'connectors'>): FleetStatus {
  const total = connectors.length;
  if (total === 0) return { tone: 'attention', text: 'no connector yet' };
  const online = connectors.filter((connector) => connector.state === 'online');
  if (running === null) {
    return online.length === total
      ? { tone: 'neutral', text: `${ofTotal(total, total)} online, nothing published` }
      : { tone: 'attention', text: `${ofTotal(online.length, total)} online, nothing published` };
  }
  const serving = online.filter((connector) => serves(running, connector)).length;
  const refusing = connectors.filter(
    ({ rollout }) => rollout?.state === 'refused' && rollout.revision === running.revision,
  ).length;
  const text = `revision ${running.revision} on ${ofTotal(serving, total)}`;
  if (refusing > 0) return { tone: 'bad', text: `${text}, refused by ${refusing}` };
  if (online.length < total) return { tone: 'attention', text: `${text}, ${total - online.length} offline` };
  return { tone: serving === total ? 'good' : 'attention', text };
}

/** Whether a connector runs what the connection runs, under whichever number. */
export function serves(
  { revision, alike }: { readonly revision: number; readonly alike: readonly number[] },
  { runningRevision }: Pick<ConnectorView, 'runningRevision'>,
): boolean {
  return runningRevision !== null && (runningRevision === revision || alike.includes(runningRevision));
}

function ofTotal(count: number, total: number): string {
  return `${count} of ${total} ${total === 1 ? 'connector' : 'connectors'}`;
}
