import 'server-only';
import { utf8 } from '#lib/core/bytes.ts';

/** Texts as a body that is written as fast as it is read; whoever goes away ends the reading too. */
export function textStream(texts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await texts.next();
      if (next.done === true) controller.close();
      else controller.enqueue(utf8(next.value));
    },
    cancel: async () => {
      await texts.return();
    },
  });
}
