import type { Links } from '#hub/links.ts';
import type { Neighbours, OwnLinks } from '#hub/neighbours.ts';
import type { Gateway } from '#lib/wire/gateway.ts';

/** What services may ask of the hub, whichever process holds a link. */
export function createGateway(own: OwnLinks, links: Links, neighbours: () => Neighbours | undefined): Gateway {
  return {
    announceRevision: async (connectionId) => {
      neighbours()?.tell({ t: 'announce', connectionId });
      await own.announce(connectionId);
    },
    hangUp: (connectorId, reason) => {
      neighbours()?.tell({ t: 'hang-up', connectorId, reason });
      own.hangUp(connectorId, reason);
    },
    isOnline: (connectorId) =>
      links.of(connectorId) !== undefined || neighbours()?.roster.of(connectorId) !== undefined,
    onlineConnectors: (connectionId) => {
      const here = [...links.ofConnection(connectionId)].filter(({ connectorId }) => own.of(connectorId) !== undefined);
      const elsewhere = [...(neighbours()?.roster.ofConnection(connectionId) ?? [])].filter(
        ({ connectorId }) => own.of(connectorId) === undefined,
      );
      return [...here, ...elsewhere].map(({ connectorId, questionKey, directory, kerberos, differences }) => ({
        connectorId,
        questionKey,
        directory,
        kerberos,
        differences,
      }));
    },
    ask: async (connectorId, question, timeoutMs) => {
      if (own.of(connectorId) !== undefined) return own.ask(connectorId, question, timeoutMs);
      const elsewhere = neighbours()?.roster.of(connectorId);
      if (elsewhere === undefined) return { kind: 'not-asked' };
      return (await neighbours()?.ask(elsewhere.processId, connectorId, question, timeoutMs)) ?? { kind: 'not-asked' };
    },
  };
}
