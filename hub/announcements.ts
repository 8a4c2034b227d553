import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HubLimits } from '#hub/hub-limits.ts';
import type { HubVerbs } from '#hub/hub-verbs.ts';
import type { Link } from '#hub/link.ts';
import type { Context } from '#lib/services/context.ts';
import type { Published, PublishedRevision } from '#lib/services/read-published.ts';

/** What a connection has published, each revision encoded once: the same bytes for every connector, but for the sealed key at the end. */
export type Announcement = {
  /** The revision that this connector is to run. */
  readonly revisionFor: (connectorId: string) => number;
  readonly sendTo: (link: Link) => void;
  /** The connector runs it already: it is sent only if it is offered anew. */
  readonly noteRunning: (link: Link) => void;
};

export type Announcements = {
  /** What the connection has published; looked up anew when the last look is older than a moment. */
  readonly current: (connectionId: string) => Promise<Announcement | undefined>;
  /** Looks anew and sends to all of these links. */
  readonly toAll: (connectionId: string, links: () => Iterable<Link>) => Promise<void>;
  readonly forgetOldLooks: () => void;
};

const linksPerTurn = 200;

export function createAnnouncements(context: Context, verbs: HubVerbs, limits: HubLimits): Announcements {
  const looks = new Map<string, { readonly at: number; readonly announcement: Promise<Announcement | undefined> }>();

  const look = (connectionId: string): Promise<Announcement | undefined> => {
    const announcement = verbs
      .readPublished(context, connectionId)
      .then((published) => (published === undefined ? undefined : encode(published, limits)));
    const entry = { at: performance.now(), announcement };
    looks.set(connectionId, entry);
    announcement.catch(() => {
      if (looks.get(connectionId) === entry) looks.delete(connectionId);
    });
    return announcement;
  };
  const isFresh = (look: { readonly at: number }): boolean => performance.now() - look.at < limits.publishedFreshMs;

  return {
    current: (connectionId) => {
      const last = looks.get(connectionId);
      return last !== undefined && isFresh(last) ? last.announcement : look(connectionId);
    },
    forgetOldLooks: () => {
      for (const [connectionId, last] of looks) if (!isFresh(last)) looks.delete(connectionId);
    },
    toAll: async (connectionId, links) => {
      const announcement = await look(connectionId);
      if (announcement === undefined) return;
      let sent = 0;
      for (const link of links()) {
        if (link.isWelcomed) announcement.sendTo(link);
        else link.hasMissedRevision = true;
        sent += 1;
        // Thousands in one turn would hold up every page for a tenth of a second.
        if (sent % linksPerTurn === 0) await nextTurn();
      }
    },
  };
}

type Encoded = {
  readonly revision: number;
  readonly beginning: Buffer;
  readonly sealedKeys: Published['sealedKeys'];
};

function encode(published: Published, limits: HubLimits): Announcement {
  const common = encodeRevision(published);
  const own = new Map<string, { readonly encoded: Encoded; readonly anew: number }>();
  for (const one of published.apart ?? []) {
    const encoded = encodeRevision(one);
    for (const [connectorId, anew] of one.to) own.set(connectorId, { encoded, anew });
  }
  const forLink = (connectorId: string) => own.get(connectorId) ?? { encoded: common, anew: 0 };
  return {
    revisionFor: (connectorId) => forLink(connectorId).encoded.revision,
    noteRunning: (link) => {
      const { encoded, anew } = forLink(link.connectorId);
      Object.assign(link, { revision: encoded.revision, hasKey: true, offeredAnew: anew });
    },
    sendTo: (link) => {
      const { encoded, anew } = forLink(link.connectorId);
      const { revision, beginning, sealedKeys } = encoded;
      const sealedKey = sealedKeys.get(link.connectorId) ?? null;
      const isAgain = revision === link.revision && ((sealedKey !== null && !link.hasKey) || anew > link.offeredAnew);
      if (revision <= link.revision && !isAgain) return;
      Object.assign(link, { revision, hasKey: sealedKey !== null, offeredAnew: anew });
      if (link.socket.bufferedAmount > limits.maxWaitingBytes) {
        link.socket.hangUp('silent');
        return;
      }
      // Two fragments of one message, so that all links share the bytes of the first.
      link.socket.send(beginning, { binary: false, fin: false });
      link.socket.send(`${JSON.stringify(sealedKey)}}`, { fin: true });
    },
  };
}

function encodeRevision({ revision, signed, sealedKeys }: PublishedRevision): Encoded {
  const shared = JSON.stringify({ t: 'revision', revision, packed: signed.packed, signature: signed.signature });
  return { revision, sealedKeys, beginning: Buffer.from(`${shared.slice(0, -1)},"sealedKey":`) };
}
