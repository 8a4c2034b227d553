import type { Context } from '#lib/services/context.ts';
import { publishDraftEvents } from '#lib/services/replace-draft.ts';

/** Tells pages and connectors. What is published is published: connectors that cannot be told now get it when they come back. */
export function announceRevision(ctx: Pick<Context, 'events' | 'gateway' | 'log'>, connectionId: string): void {
  publishRolloutEvents(ctx, connectionId);
  ctx.gateway.announceRevision(connectionId).catch((cause: unknown) => {
    ctx.log.error({ err: cause, connectionId }, 'The new revision could not be announced to the connectors');
  });
}

export function publishRolloutEvents(ctx: Pick<Context, 'events'>, connectionId: string): void {
  publishDraftEvents(ctx, connectionId);
  ctx.events.publish({ t: 'connectors-changed', connectionId });
}
