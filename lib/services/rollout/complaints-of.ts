import type { WaveComplaint } from '#lib/fleet/judge-wave.ts';
import type { ConnectorRow } from '#lib/services/read-connection-facts.ts';
import type { OnlineConnector } from '#lib/wire/gateway.ts';

const isFailing: ReadonlySet<string> = new Set(['ended', 'unreachable', 'unusable']);

/** What a connector says of itself that keeps people out, at this moment. */
export function complaintsOf(
  { listener, revocation }: Pick<ConnectorRow, 'listener' | 'revocation'>,
  live: Pick<OnlineConnector, 'directory' | 'kerberos'> | undefined,
): WaveComplaint[] {
  const complaints: WaveComplaint[] = [];
  if (listener?.state === 'failed') complaints.push('listener-failed');
  if (live?.directory.state === 'failing') complaints.push('directory-failing');
  if (live?.kerberos.state === 'failing') complaints.push('kerberos-failing');
  // Where a list that cannot be had lets people in, it is no reason to stop.
  const isShut = revocation?.rows.some(({ mode, state }) => mode === 'fail-closed' && isFailing.has(state)) ?? false;
  if (isShut) complaints.push('revocation-failing');
  return complaints;
}
