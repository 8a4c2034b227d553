import { EventEmitter, once } from 'node:events';
import { z } from 'zod';
import type { Bus, Topic } from '#bus/bus.ts';

export const words: Topic<string> = { name: 'test.words', schema: z.string(), maxBytes: 1_024_000 };

/** Everything one bus brings on the topic, and every gap, in their order; both can be waited for. */
export async function listen(bus: Bus, topic: Topic<string> = words) {
  const told = new EventEmitter();
  const heard: string[] = [];
  let gaps = 0;
  bus.onGap(() => {
    gaps += 1;
    told.emit('told');
  });
  await bus.subscribe(topic, (word) => {
    heard.push(word);
    told.emit('told');
  });
  return {
    heard,
    gaps: () => gaps,
    until: async (isReached: () => boolean): Promise<void> => {
      while (!isReached()) await once(told, 'told');
    },
    /** Resolves once this word has arrived. */
    hears: async (word: string): Promise<void> => {
      while (!heard.includes(word)) await once(told, 'told');
    },
  };
}

/** Publishes the word, a new one of the same beginning each time, until one leaves; resolves with the one that did. */
export async function publishAtLast(bus: Bus, word: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    try {
      await bus.publish(words, `${word} ${count}`);
      return `${word} ${count}`;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
