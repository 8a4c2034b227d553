import { createFrameBudget } from '#hub/frame-budget.ts';
import type { HubLimits } from '#hub/hub-limits.ts';
import type { Link } from '#hub/link.ts';
import type { LinkSocket } from '#hub/link-socket.ts';
import { createQuestions } from '#hub/questions.ts';
import type { Recognised } from '#hub/recognise-connector.ts';
import type { HelloFrame } from '#lib/wire/frames.ts';

/** The links of this hub: at most one a connector. */
export type Links = {
  readonly of: (connectorId: string) => Link | undefined;
  readonly ofConnection: (connectionId: string) => Iterable<Link>;
  readonly all: () => Iterable<Link>;
  readonly connections: () => Iterable<string>;
  readonly count: () => number;
  /** Puts a new link in place of an older one of the same connector, which is returned. */
  readonly open: (socket: LinkSocket, recognised: Recognised, hello: HelloFrame) => { link: Link; older?: Link };
  /** Takes an ended link away; false where it was replaced before. */
  readonly remove: (link: Link) => boolean;
};

export function createLinks(limits: HubLimits): Links {
  const byConnector = new Map<string, Link>();
  const byConnection = new Map<string, Set<Link>>();

  const leaveConnection = (link: Link): void => {
    const siblings = byConnection.get(link.connectionId);
    siblings?.delete(link);
    if (siblings?.size === 0) byConnection.delete(link.connectionId);
  };

  return {
    of: (connectorId) => byConnector.get(connectorId),
    ofConnection: (connectionId) => byConnection.get(connectionId) ?? [],
    all: () => byConnector.values(),
    connections: () => byConnection.keys(),
    count: () => byConnector.size,
    open: (socket, { connector, questionKey }, { questionKey: questionKeySpki, directory, kerberos, differences }) => {
      const { connectorId, connectionId } = connector;
      const link: Link = {
        socket,
        connectorId,
        connectionId,
        questionKey,
        questionKeySpki,
        questions: createQuestions(socket, limits),
        budget: createFrameBudget(limits),
        directory,
        kerberos,
        differences,
        assertionsInWork: 0,
        takenRequests: new Set(),
        isWelcomed: false,
        revision: 0,
        hasKey: false,
        offeredAnew: 0,
        hasMissedRevision: false,
      };
      const older = byConnector.get(connectorId);
      byConnector.set(connectorId, link);
      if (older !== undefined) leaveConnection(older);
      byConnection.set(connectionId, (byConnection.get(connectionId) ?? new Set<Link>()).add(link));
      return older === undefined ? { link } : { link, older };
    },
    remove: (link) => {
      leaveConnection(link);
      return byConnector.get(link.connectorId) === link && byConnector.delete(link.connectorId);
    },
  };
}
