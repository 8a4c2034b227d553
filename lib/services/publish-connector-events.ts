import type { Context } from '#lib/services/context.ts';

/** Tells pages once for each connection, however many of its connectors something happened to. */
export function publishConnectorEvents(
  { events }: Pick<Context, 'events'>,
  happened: readonly { readonly connectionId: string }[],
): void {
  for (const connectionId of new Set(happened.map((one) => one.connectionId))) {
    events.publish({ t: 'connectors-changed', connectionId });
  }
  events.publish({ t: 'connections-changed' });
}
