import type { Bus } from '#bus/bus.ts';
import type { HubLimits } from '#hub/hub-limits.ts';
import type { Link } from '#hub/link.ts';
import type { PresenceVerbs } from '#hub/presence-verbs.ts';
import type { Roster } from '#hub/roster.ts';
import { linkNews, maxConnectorsOfMessage } from '#hub/topics.ts';
import type { Context } from '#lib/services/context.ts';
import type { KnownLink } from '#lib/services/processes/read-links.ts';
import type { HeldLink } from '#lib/services/processes/record-links.ts';

export type PresenceParts = {
  readonly context: Context;
  readonly verbs: PresenceVerbs;
  readonly limits: Pick<HubLimits, 'recordEveryMs' | 'retryAfterMs' | 'beatEveryMs' | 'deadAfterMs'>;
  readonly bus: Bus;
  readonly processId: string;
  readonly roster: Roster;
  /** The link of this process that can be asked. */
  readonly linkOf: (connectorId: string) => Link | undefined;
  readonly heldConnectors: () => Iterable<string>;
  /** Another process holds the connector's link since. */
  readonly onMovedAway: (connectorId: string) => void;
  /** Connectors of these connections came to other processes, left them, or told them news. */
  readonly onNews: (connectionIds: ReadonlySet<string>) => void;
  readonly onProcessGone: (processId: string) => void;
};

/** Keeps the tables of processes and links true for this process, and its roster true to the tables. */
export type Presence = {
  /** A link of this process came, went, or told news. */
  readonly changed: (connectorId: string) => void;
  /** Reads all links anew. */
  readonly readAll: () => void;
  readonly join: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** More connectors than these are not asked for one by one. */
const maxReadByName = 5_000;

export function createPresence(parts: PresenceParts): Presence {
  const { context, verbs, limits, bus, processId: self, roster } = parts;
  /** Connectors of this process that the table may be wrong about. */
  let unsaid = new Set<string>();
  /** Connectors that the roster may be wrong about. */
  let unread: Set<string> | 'all' = new Set();
  let timer: NodeJS.Timeout | undefined;
  let beating: NodeJS.Timeout | undefined;
  /** Since when no beat has failed. */
  let steadySince: number | undefined;
  let lastBeatAt = 0;
  let isBeatDue = false;
  const others = new Set<string>();
  let isClosed = false;
  // One after another: a read that overlaps a write would take back what was just written.
  let turn: Promise<void> = Promise.resolve();

  const schedule = (afterMs = limits.recordEveryMs): void => {
    if (isClosed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void inTurn(work);
    }, afterMs);
  };
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    turn = turn.then(act).catch((cause: unknown) => {
      if (isClosed) return;
      context.log.error({ err: cause }, 'Processes could not be told apart by the database; trying again');
      schedule(limits.retryAfterMs);
    });
    return turn;
  };
  const work = async (): Promise<void> => {
    if (isClosed) return;
    await say();
    await read();
  };

  const say = async (): Promise<void> => {
    const connectorIds = [...unsaid].slice(0, maxConnectorsOfMessage);
    if (connectorIds.length === 0) return;
    const held = connectorIds.flatMap((id) => heldLink(parts.linkOf(id)));
    const holding = new Set(held.map(({ connectorId }) => connectorId));
    const gone = connectorIds.filter((id) => !holding.has(id));
    const before = unsaid;
    unsaid = new Set([...before].slice(maxConnectorsOfMessage));
    try {
      await verbs.recordLinks(context, { processId: self, held, gone });
    } catch (cause) {
      unsaid = new Set([...before, ...unsaid]);
      throw cause;
    }
    if (unsaid.size > 0) schedule(0);
    // Where the message fails, the others hear of a gap and read everything.
    await bus.publish(linkNews, { t: 'changed', connectorIds }).catch(() => {});
  };

  const read = async (): Promise<void> => {
    const wanted = unread;
    if (wanted !== 'all' && wanted.size === 0) return;
    unread = new Set();
    let found: KnownLink[];
    try {
      found = await verbs.readLinks(context, wanted === 'all' ? 'all' : [...wanted]);
    } catch (cause) {
      unread = wanted === 'all' || (unread as Set<string> | 'all') === 'all' ? 'all' : new Set([...wanted, ...unread]);
      throw cause;
    }
    take(wanted, new Map(found.map((link) => [link.connectorId, link])));
  };

  const take = (wanted: ReadonlySet<string> | 'all', found: ReadonlyMap<string, KnownLink>): void => {
    const news = new Set<string>();
    const known =
      wanted === 'all' ? new Set([...found.keys(), ...[...roster.all()].map((link) => link.connectorId)]) : wanted;
    for (const connectorId of known) {
      const link = found.get(connectorId);
      const former = roster.remove(connectorId);
      if (former !== undefined) news.add(former.connectionId);
      if (link === undefined) continue;
      news.add(link.connectionId);
      const isHeldHere = parts.linkOf(connectorId) !== undefined;
      if (link.processId !== self) {
        roster.put(link);
        if (isHeldHere && !unsaid.has(connectorId)) parts.onMovedAway(connectorId);
      } else if (!isHeldHere) changed(connectorId);
    }
    if (news.size > 0) parts.onNews(news);
  };

  const changed = (connectorId: string): void => {
    unsaid.add(connectorId);
    schedule();
  };
  const readLater = (connectorIds: readonly string[] | 'all'): void => {
    if (connectorIds === 'all') unread = 'all';
    else if (unread !== 'all') {
      for (const id of connectorIds) unread.add(id);
      if (unread.size > maxReadByName) unread = 'all';
    }
    schedule();
  };

  const beat = async (): Promise<void> => {
    isBeatDue = false;
    try {
      const { wasKnown, processIds } = await verbs.recordBeat(context, self);
      const living = new Set(processIds);
      for (const dead of await findDead()) living.delete(dead);
      if (!wasKnown) for (const connectorId of parts.heldConnectors()) changed(connectorId);
      for (const processId of others) if (!living.has(processId)) gone(processId);
      for (const processId of living) others.add(processId);
    } catch (cause) {
      steadySince = undefined;
      throw cause;
    }
  };
  /** After an outage of the database everybody's last beat is old: only who has beaten all the time may call another one dead. */
  const findDead = async (): Promise<readonly string[]> => {
    const now = performance.now();
    if (steadySince === undefined || now - lastBeatAt >= limits.deadAfterMs) steadySince = now;
    lastBeatAt = now;
    return now - steadySince >= limits.deadAfterMs ? verbs.removeDeadProcesses(context, limits.deadAfterMs) : [];
  };
  const gone = (processId: string): void => {
    others.delete(processId);
    const links = [...roster.all()].filter((link) => link.processId === processId);
    for (const { connectorId } of links) roster.remove(connectorId);
    parts.onProcessGone(processId);
    parts.onNews(new Set(links.map(({ connectionId }) => connectionId)));
    // Some may have come back to another process already.
    readLater(links.map(({ connectorId }) => connectorId));
  };

  return {
    changed,
    readAll: () => readLater('all'),
    join: async () => {
      await bus.subscribe(linkNews, (news) => {
        if (news.t === 'left') gone(news.processId);
        else readLater(news.connectorIds);
      });
      await beat();
      unread = 'all';
      await read();
      beating = setInterval(() => {
        if (isBeatDue) return;
        isBeatDue = true;
        void inTurn(() => (isClosed ? Promise.resolve() : beat()));
      }, limits.beatEveryMs);
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      clearInterval(beating);
      await turn;
      try {
        await verbs.removeProcess(context, self);
        await bus.publish(linkNews, { t: 'left', processId: self });
      } catch (cause) {
        context.log.warn(
          { err: cause },
          'Other processes could not be told that this one stops; they miss its beat soon',
        );
      }
    },
  };
}

function heldLink(link: Link | undefined): HeldLink[] {
  if (link === undefined) return [];
  const { connectorId, questionKeySpki: questionKey, directory, kerberos, differences } = link;
  return [{ connectorId, questionKey, state: { directory, kerberos, differences } }];
}
