import type { Assertions } from '#hub/assertions.ts';
import type { Journal } from '#hub/journal.ts';
import type { Link } from '#hub/link.ts';
import type { StateEvents } from '#hub/state-events.ts';
import type { Context } from '#lib/services/context.ts';
import type { CloseReason } from '#lib/wire/close-codes.ts';
import {
  type ConnectorFrame,
  connectorFrame,
  type HelloFrame,
  type RevocationFrame,
  readFrame,
  type StateFrame,
} from '#lib/wire/frames.ts';
import type { RevocationBoard } from '#lib/wire/revocation-board.ts';

export type Takers = {
  readonly context: Pick<Context, 'log' | 'now'>;
  readonly journal: Journal;
  readonly assertions: Assertions;
  readonly stateEvents: StateEvents;
  /** Other processes are to know what the connector says of itself. */
  readonly linkChanged: (connectorId: string) => void;
};

/** One message of a known connector: paid for, read, and given to whom it concerns. */
export function takeMessage(takers: Takers, link: Link, data: Buffer, isBinary: boolean): void {
  // What still comes while a link is being closed was sent by somebody we no longer listen to.
  if (!pay(takers, link, data.length)) return;
  const end = (reason: CloseReason, detail: string): void => {
    takers.context.log.warn(
      { connectorId: link.connectorId, reason, detail },
      'A connector sent what the hub does not take',
    );
    link.socket.hangUp(reason);
  };
  const read = isBinary
    ? ({ ok: false, reason: 'unreadableFrame', detail: 'not text' } as const)
    : readFrame(connectorFrame, data.toString('utf8'));
  if (!read.ok) end(read.reason, read.detail);
  else if (read.frame.t === 'hello') end('unknownFrame', 'a second hello');
  else takeFrame(takers, link, read.frame, data.length);
}

function takeFrame(
  { context, journal, assertions, stateEvents, linkChanged }: Takers,
  link: Link,
  frame: Exclude<ConnectorFrame, HelloFrame>,
  bytes: number,
): void {
  const { connectorId, connectionId, budget } = link;
  switch (frame.t) {
    case 'acknowledged':
    case 'refused':
      journal.answered({ connectorId, connectionId, frame, at: context.now() });
      break;
    case 'answer':
      if (link.questions.take(frame)) budget.giveBack(bytes);
      break;
    case 'assertion':
      void assertions.take(link, frame).then((isWanted) => {
        if (isWanted) budget.giveBack(bytes);
      });
      break;
    case 'revocation':
      journal.boardTold({ connectorId, connectionId, board: boardOf(frame), at: context.now() });
      break;
    case 'state':
      if (isNews(link, frame)) {
        link.directory = frame.directory;
        link.kerberos = frame.kerberos;
        link.differences = frame.differences;
        linkChanged(connectorId);
        stateEvents.changed(connectionId);
      }
      break;
  }
}

/** Pays for bytes of any kind, pings as well; a connector that sends more than it may is sent away. */
export function pay(takers: Pick<Takers, 'context'>, { socket, budget, connectorId }: Link, bytes: number): boolean {
  if (socket.readyState !== socket.OPEN) return false;
  if (budget.spend(bytes)) return true;
  takers.context.log.warn({ connectorId }, 'A connector sent far more than it was asked for');
  socket.hangUp('tooManyFrames');
  return false;
}

function boardOf({ rows, left }: RevocationFrame): RevocationBoard {
  return { rows, left };
}

function isNews(link: Link, frame: StateFrame): boolean {
  const told = ({
    directory,
    kerberos,
    differences,
  }: Pick<Link, 'directory' | 'kerberos'> & Pick<StateFrame, 'differences'>): string =>
    JSON.stringify([directory, kerberos, differences]);
  return told(frame) !== told(link);
}
