import type { CloseReason } from '#lib/wire/close-codes.ts';
import type { DirectoryState, KerberosState } from '#lib/wire/frames.ts';
import type { TlsDifferences } from '#lib/wire/revocation-board.ts';

/** A connector that is linked at this moment. */
export type OnlineConnector = {
  readonly connectorId: string;
  /** What questions to it are encrypted to (sealed-question.ts). */
  readonly questionKey: CryptoKey;
  readonly directory: DirectoryState;
  readonly kerberos: KerberosState;
  /** Absent where it does not count them. */
  readonly differences?: TlsDifferences | undefined;
};

/** What came of a question; an answer is still to be checked (signed-result.ts). */
export type Asked =
  | { readonly kind: 'answered'; readonly signed: string }
  /** No link, or it ended before the question was out: asking another connector harms nobody. */
  | { readonly kind: 'not-asked' }
  /** The question may have arrived; nothing came back in time. */
  | { readonly kind: 'no-answer' };

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
  /** Those of the connection that can be asked now. */
  readonly onlineConnectors: (connectionId: string) => readonly OnlineConnector[];
  /** Sends a sealed question and waits for its answer. */
  readonly ask: (
    connectorId: string,
    question: { readonly id: string; readonly sealed: string },
    timeoutMs: number,
  ) => Promise<Asked>;
};

/** For a process without a hub, and for tests of services. */
export const noGateway: Gateway = {
  announceRevision: async () => {},
  hangUp: () => {},
  isOnline: () => false,
  onlineConnectors: () => [],
  ask: async () => ({ kind: 'not-asked' }),
};
