import type { FrameBudget } from '#hub/frame-budget.ts';
import type { LinkSocket } from '#hub/link-socket.ts';
import type { Questions } from '#hub/questions.ts';
import type { DirectoryState, KerberosState } from '#lib/wire/frames.ts';
import type { TlsDifferences } from '#lib/wire/revocation-board.ts';

/** A link whose other end proved to be this connector. */
export type Link = {
  readonly socket: LinkSocket;
  readonly connectorId: string;
  readonly connectionId: string;
  /** What questions over this link are encrypted to. */
  readonly questionKey: CryptoKey;
  /** The same: SubjectPublicKeyInfo, base64. */
  readonly questionKeySpki: string;
  readonly questions: Questions;
  readonly budget: FrameBudget;
  /** As the connector last told. */
  directory: DirectoryState;
  kerberos: KerberosState;
  differences: TlsDifferences | undefined;
  /** Assertions that services are looking at. */
  assertionsInWork: number;
  /** The last sign-in requests whose assertion was taken. */
  readonly takenRequests: Set<string>;
  /** Whether the welcome is out; nothing may go before it. */
  isWelcomed: boolean;
  /** The newest revision the connector has: it said so, or it was sent. */
  revision: number;
  /** Whether it has a sealed key with that; a key may be sealed to it later. */
  hasKey: boolean;
  /** How often that revision had been offered again when it was sent. */
  offeredAnew: number;
  /** A revision was announced before the welcome was out. */
  hasMissedRevision: boolean;
};
