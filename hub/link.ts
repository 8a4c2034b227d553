import type { LinkSocket } from '#hub/link-socket.ts';

/** A link whose other end proved to be this connector. */
export type Link = {
  readonly socket: LinkSocket;
  readonly connectorId: string;
  readonly connectionId: string;
  /** Whether the welcome is out; nothing may go before it. */
  isWelcomed: boolean;
  /** The newest revision sent over this link. */
  sentRevision: number;
  /** A revision was announced before the welcome was out. */
  hasMissedRevision: boolean;
};
