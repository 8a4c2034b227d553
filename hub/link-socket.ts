import { WebSocket } from 'ws';
import { type CloseReason, closeCodes, closeSentences } from '#lib/wire/close-codes.ts';

const messageTooBig = 1009;

/** A WebSocket that closes with this protocol's codes, also where the WebSocket layer itself finds a frame too large. */
export class LinkSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    if (code === messageTooBig) this.hangUp('frameTooLarge');
    else super.close(code, reason);
  }

  hangUp(reason: CloseReason): void {
    if (this.readyState === WebSocket.OPEN) super.close(closeCodes[reason], closeSentences[reason]);
  }
}
