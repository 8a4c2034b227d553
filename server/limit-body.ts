import type { IncomingMessage } from 'node:http';

/** Counts a body that does not say its length, as it arrives, and calls `onExceeded` instead of taking more than `maxBytes`. */
export function limitBody(request: IncomingMessage, maxBytes: number, onExceeded: () => void): void {
  const push = request.push.bind(request);
  let total = 0;
  let isExceeded = false;
  // Every reader gets its bytes through push; a listener for them would take them away from the page they are for.
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (isExceeded) return false;
    if (chunk instanceof Uint8Array) total += chunk.length;
    if (total <= maxBytes) return push(chunk, encoding);
    isExceeded = true;
    onExceeded();
    return false;
  };
}
