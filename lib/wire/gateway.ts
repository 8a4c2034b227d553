import type { CloseReason } from '#lib/wire/close-codes.ts';

/**
 * What services may ask of the hub. The hub stands above services, so services know this interface only and the
 * composition root hands them the hub.
 */
export type Gateway = {
  /** Brings the connection's published revision to every connector of it that is online. Resolves when all were sent. */
  readonly announceRevision: (connectionId: string) => Promise<void>;
  /** Ends a connector's link. */
  readonly hangUp: (connectorId: string, reason: CloseReason) => void;
  readonly isOnline: (connectorId: string) => boolean;
};

/** For a process without a hub, and for tests of services. */
export const noGateway: Gateway = {
  announceRevision: async () => {},
  hangUp: () => {},
  isOnline: () => false,
};
