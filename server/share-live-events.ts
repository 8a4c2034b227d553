import { z } from 'zod';
import type { Bus, Topic } from '#bus/bus.ts';
import { type LiveEvent, liveEventSchema } from '#lib/contracts/live-event.ts';
import type { Log } from '#lib/services/context.ts';
import type { LiveEvents } from '#lib/services/live-events.ts';

const maxTogether = 500;

const liveEventsTopic: Topic<readonly LiveEvent[]> = {
  name: 'live-events',
  schema: z.array(liveEventSchema).min(1).max(maxTogether),
  maxBytes: 100_000,
};

/**
 * Live events that reach pages of all processes: those of this one at once, those of the others over the bus. What is said again while a
 * message is on its way is said once. After a gap pages read everything again.
 */
export async function shareLiveEvents(here: LiveEvents, bus: Bus, log: Pick<Log, 'warn'>): Promise<LiveEvents> {
  let waiting = new Map<string, LiveEvent>();
  let isSending = false;

  const send = async (): Promise<void> => {
    isSending = true;
    while (waiting.size > 0) {
      const some = [...waiting].slice(0, maxTogether);
      waiting = new Map([...waiting].slice(maxTogether));
      // A failure is a gap for the others.
      await bus
        .publish(
          liveEventsTopic,
          some.map(([, event]) => event),
        )
        .catch((cause: unknown) => log.warn({ err: cause }, 'Pages of other processes could not be told what changed'));
    }
    isSending = false;
  };

  await bus.subscribe(liveEventsTopic, (events) => {
    for (const event of events) here.publish(event);
  });
  bus.onGap(() => here.publish({ t: 'everything-changed' }));
  return {
    subscribe: here.subscribe,
    publish: (event) => {
      here.publish(event);
      waiting.set(JSON.stringify(event), event);
      if (!isSending) void send();
    },
  };
}
