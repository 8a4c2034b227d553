import 'server-only';
import { runtime } from '#lib/bff/runtime.ts';
import { utf8 } from '#lib/core/bytes.ts';

const keepAliveMs = 15_000;
/** A stream ends by itself, so that a session ended elsewhere stops watching; the browser comes back and is asked again. */
const longestMs = 10 * 60_000;

/** Every live event as server-sent events, until the request is aborted. */
export function liveEventStream(signal: AbortSignal): ReadableStream<Uint8Array> {
  let stop = (): void => {};
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const unsubscribe = runtime().context.events.subscribe((event) => {
        controller.enqueue(utf8(`data: ${JSON.stringify(event)}\n\n`));
        // Whose session has ended learns it by coming back, and watches no longer.
        if (event.t === 'administrators-changed' || event.t === 'everything-changed') finish();
      });
      const keepAlive = setInterval(() => controller.enqueue(utf8(': still here\n\n')), keepAliveMs);
      const finish = () => {
        stop();
        controller.close();
      };
      const end = setTimeout(finish, longestMs);
      stop = () => {
        unsubscribe();
        clearInterval(keepAlive);
        clearTimeout(end);
      };
      signal.addEventListener('abort', () => stop());
      controller.enqueue(utf8('retry: 1000\n\n'));
    },
    cancel: () => stop(),
  });
}
