import type { Method } from '#lib/flow/flow-settings.ts';
import type { Context } from '#lib/services/context.ts';
import type { DoorFacts } from '#lib/services/sign-in/advance.ts';
import { type DoorConnector, readDoorConnectors } from '#lib/services/sign-in/door-connectors.ts';
import { type RunningSettings, readRunningSettings } from '#lib/services/sign-in/running-settings.ts';
import type { OnlineConnector } from '#lib/wire/gateway.ts';

export type ConnectionAtTheDoor = DoorFacts & {
  readonly settings: RunningSettings;
  readonly connectors: readonly DoorConnector[];
};

/** What a connection can do at this moment; undefined before its first publish. */
export async function readDoorFacts(
  ctx: Pick<Context, 'db' | 'now' | 'gateway'>,
  connectionId: string,
): Promise<ConnectionAtTheDoor | undefined> {
  const settings = await readRunningSettings(ctx.db, connectionId);
  if (settings === undefined) return undefined;
  const connectors = await readDoorConnectors(ctx.db, connectionId);
  const online = new Set(ctx.gateway.onlineConnectors(connectionId).map(({ connectorId }) => connectorId));
  const isServed = connectors.some(({ id, listener }) => online.has(id) && listener?.state === 'serving');
  return {
    at: ctx.now(),
    settings,
    connectors,
    obstacle: (method) => obstacleOf(method, { settings, isServed, isAnyOnline: online.size > 0 }),
  };
}

function obstacleOf(
  method: Method,
  now: { readonly settings: RunningSettings; readonly isServed: boolean; readonly isAnyOnline: boolean },
): ReturnType<DoorFacts['obstacle']> {
  // The form is shown even so, and says itself when no password can be checked.
  if (method === 'password') return undefined;
  const isOn = method === 'kerberos' ? now.settings.kerberos.enabled : now.settings.clientCertificate.enabled;
  if (!isOn) return { reason: 'method-off', detail: 'The method was switched off after this sign-in began.' };
  if (frontFacingUrlOf(now.settings, method) === '')
    return { reason: 'no-front-facing-url', detail: 'The running settings hold no front-facing URL.' };
  if (now.isServed) return undefined;
  const detail = now.isAnyOnline ? 'No online connector’s listener serves.' : 'No connector is online.';
  return { reason: 'no-connector', detail };
}

/** Where browsers are sent for the method; empty where the settings name no URL. */
export function frontFacingUrlOf(
  { kerberos, frontFacingUrl }: Pick<RunningSettings, 'kerberos' | 'frontFacingUrl'>,
  method: 'client-certificate' | 'kerberos',
): string {
  return method === 'kerberos' && kerberos.frontFacingUrl !== '' ? kerberos.frontFacingUrl : frontFacingUrl;
}

/** Those that can be asked to check a password: online, known, and with a directory behind them. */
export function passwordConnectors(
  online: readonly OnlineConnector[],
  known: readonly DoorConnector[],
): (OnlineConnector & { readonly name: string; readonly identityKey: string })[] {
  const byId = new Map(known.map((connector) => [connector.id, connector]));
  return online.flatMap((one) => {
    const connector = byId.get(one.connectorId);
    if (connector === undefined || one.directory.state === 'none') return [];
    return [{ ...one, name: connector.name, identityKey: connector.identityKey }];
  });
}
