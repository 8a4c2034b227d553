import type { IncomingMessage } from 'node:http';

/**
 * Counts a body that does not say its length, as it arrives, and calls `onExceeded` instead of taking more than `maxBytes`. The function
 * returned lowers that, for what has come and what will.
 */
export function limitBody(
  request: IncomingMessage,
  maxBytes: number,
  onExceeded: () => void,
): (lowerBytes: number) => void {
  const push = request.push.bind(request);
  let limit = maxBytes;
  let total = 0;
  let isExceeded = false;
  const exceed = (): void => {
    isExceeded = true;
    onExceeded();
  };
  // Every reader gets its bytes through push; a listener for them would take them away from the page they are for.
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (isExceeded) return false;
    if (chunk instanceof Uint8Array) total += chunk.length;
    if (total <= limit) return push(chunk, encoding);
    exceed();
    return false;
  };
  return (lowerBytes) => {
    limit = lowerBytes;
    if (total > limit && !isExceeded) exceed();
  };
}
