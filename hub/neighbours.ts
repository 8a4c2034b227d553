import type { Bus } from '#bus/bus.ts';
import { createFarQuestions, type FarQuestions } from '#hub/far-questions.ts';
import type { HubLimits } from '#hub/hub-limits.ts';
import type { Link } from '#hub/link.ts';
import { createPresence } from '#hub/presence.ts';
import type { PresenceVerbs } from '#hub/presence-verbs.ts';
import { createReconciler } from '#hub/reconciler.ts';
import { createRoster, type Roster } from '#hub/roster.ts';
import { type Order, orders } from '#hub/topics.ts';
import type { Context } from '#lib/services/context.ts';
import type { LiveEvents } from '#lib/services/live-events.ts';
import type { Asked, Gateway } from '#lib/wire/gateway.ts';

/** The place of this process among others on the same database. */
export type Place = {
  readonly bus: Bus;
  /** Names this process among the others. */
  readonly processId: string;
  /** To pages of this process alone: the others learn the same by themselves. */
  readonly eventsHere: Pick<LiveEvents, 'publish'>;
  readonly verbs: PresenceVerbs;
};

/** What a hub does with its own links, also when another one asks for it. */
export type OwnLinks = {
  readonly announce: (connectionId: string) => Promise<void>;
  readonly hangUp: Gateway['hangUp'];
  readonly ask: Gateway['ask'];
  /** The link that can be asked. */
  readonly of: (connectorId: string) => Link | undefined;
  readonly connectors: () => Iterable<string>;
  readonly connections: () => Iterable<string>;
  /** Connectors whose hello is being looked at. */
  readonly claimed: () => Iterable<string>;
};

/** The other processes, as the hub needs them. */
export type Neighbours = {
  readonly roster: Pick<Roster, 'of' | 'ofConnection'>;
  /** A link of this hub came, went, or told news. */
  readonly linkChanged: (connectorId: string) => void;
  readonly tell: (order: Order) => void;
  readonly ask: (processId: string, ...question: Parameters<Gateway['ask']>) => Promise<Asked>;
  /** Resolves once this process hears the others and they can see it. */
  readonly join: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export function createNeighbours(place: Place, context: Context, limits: HubLimits, own: OwnLinks): Neighbours {
  const { bus, processId, eventsHere, verbs } = place;
  const { log } = context;
  const roster = createRoster();
  const reconciler = createReconciler({ context, verbs, limits, own });
  let farQuestions: FarQuestions | undefined;

  const presence = createPresence({
    context,
    verbs,
    limits,
    bus,
    processId,
    roster,
    linkOf: own.of,
    heldConnectors: own.connectors,
    onMovedAway: (connectorId) => {
      log.warn({ connectorId }, 'A connector came to another process; its older link is closed');
      own.hangUp(connectorId, 'replaced');
    },
    onNews: (connectionIds) => {
      for (const connectionId of connectionIds) eventsHere.publish({ t: 'connectors-changed', connectionId });
      eventsHere.publish({ t: 'connections-changed' });
    },
    onProcessGone: (gone) => {
      log.warn({ process: gone }, 'Another process is gone');
      farQuestions?.processGone(gone);
      // What it said last may have reached nobody.
      reconciler.start();
    },
  });

  return {
    roster,
    linkChanged: presence.changed,
    tell: (order) => {
      bus
        .publish(orders, order)
        .catch((cause: unknown) => log.warn({ err: cause, order: order.t }, 'Other processes hear of a change later'));
    },
    ask: async (...question) => (await farQuestions?.ask(...question)) ?? { kind: 'not-asked' },
    join: async () => {
      farQuestions = await createFarQuestions({ bus, processId }, own.ask, context);
      await bus.subscribe(orders, (order) => {
        if (order.t === 'announce') void own.announce(order.connectionId);
        else own.hangUp(order.connectorId, order.reason);
      });
      bus.onGap(() => {
        presence.readAll();
        reconciler.start();
      });
      await presence.join();
    },
    close: async () => {
      farQuestions?.close();
      await reconciler.close();
      await presence.close();
    },
  };
}
