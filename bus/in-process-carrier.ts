import { BusFailure } from '#bus/bus.ts';
import type { OpenCarrier, Receiver } from '#bus/carrier.ts';

/** For one process alone; with several buses on one exchange, as if each were a process. */
export function inProcessCarriers(): OpenCarrier {
  const ends = new Map<Receiver, Set<string>>();
  return async (receiver) => {
    const topics = new Set<string>();
    ends.set(receiver, topics);
    return {
      send: async (topic, body) => {
        if (!ends.has(receiver)) throw new BusFailure('The bus is closed.');
        for (const [other, listened] of ends) {
          if (other !== receiver && listened.has(topic)) queueMicrotask(() => other.take(topic, body));
        }
      },
      listen: async (topic) => void topics.add(topic),
      close: async () => void ends.delete(receiver),
    };
  };
}
