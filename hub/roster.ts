import type { KnownLink } from '#lib/services/processes/read-links.ts';

/** The links that other processes hold, as far as this one knows. */
export type Roster = {
  readonly of: (connectorId: string) => KnownLink | undefined;
  readonly ofConnection: (connectionId: string) => Iterable<KnownLink>;
  readonly all: () => Iterable<KnownLink>;
  readonly put: (link: KnownLink) => void;
  readonly remove: (connectorId: string) => KnownLink | undefined;
};

export function createRoster(): Roster {
  const byConnector = new Map<string, KnownLink>();
  const byConnection = new Map<string, Map<string, KnownLink>>();

  const remove = (connectorId: string): KnownLink | undefined => {
    const link = byConnector.get(connectorId);
    if (link === undefined) return undefined;
    byConnector.delete(connectorId);
    const siblings = byConnection.get(link.connectionId);
    siblings?.delete(connectorId);
    if (siblings?.size === 0) byConnection.delete(link.connectionId);
    return link;
  };

  return {
    of: (connectorId) => byConnector.get(connectorId),
    ofConnection: (connectionId) => byConnection.get(connectionId)?.values() ?? [],
    all: () => byConnector.values(),
    put: (link) => {
      remove(link.connectorId);
      byConnector.set(link.connectorId, link);
      const siblings = byConnection.get(link.connectionId) ?? new Map<string, KnownLink>();
      byConnection.set(link.connectionId, siblings.set(link.connectorId, link));
    },
    remove,
  };
}
