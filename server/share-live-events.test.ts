import { expect, test } from 'vitest';
import type { Bus } from '#bus/bus.ts';
import { inProcessCarriers } from '#bus/in-process-carrier.ts';
import { openBus } from '#bus/open-bus.ts';
import type { LiveEvent } from '#lib/contracts/live-event.ts';
import { createLiveEvents, type LiveEvents } from '#lib/services/live-events.ts';
import { shareLiveEvents } from '#server/share-live-events.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

type End = {
  readonly bus: Bus;
  readonly events: LiveEvents;
  readonly told: LiveEvent[];
  readonly sent: unknown[];
  readonly gap: () => void;
};

async function ends(count: number): Promise<End[]> {
  const carrier = inProcessCarriers();
  return Promise.all(
    Array.from({ length: count }, async () => {
      let gap = (): void => {};
      const sent: unknown[] = [];
      const bus = await openBus(async (receiver, busLog) => {
        gap = receiver.miss;
        const { send, ...rest } = await carrier(receiver, busLog);
        return {
          ...rest,
          send: (topic, body) => {
            sent.push(JSON.parse(body));
            return send(topic, body);
          },
        };
      }, log);
      const events = await shareLiveEvents(createLiveEvents(), bus, log);
      const told: LiveEvent[] = [];
      events.subscribe((event) => told.push(event));
      return { bus, events, told, sent, gap: () => gap() };
    }),
  );
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('an event reaches pages of every process once, and those of its own at once', async () => {
  const [a, b, c] = (await ends(3)) as [End, End, End];
  a.events.publish({ t: 'connections-changed' });
  expect(a.told).toEqual([{ t: 'connections-changed' }]);
  await settled();
  expect([a.told, b.told, c.told]).toEqual(Array(3).fill([{ t: 'connections-changed' }]));
});

test('what is said often while a message is on its way goes out once', async () => {
  const [a, b] = (await ends(2)) as [End, End];
  for (let count = 0; count < 100; count += 1) {
    a.events.publish({ t: 'connections-changed' });
    a.events.publish({ t: 'connectors-changed', connectionId: 'con_1' });
  }
  await settled();
  expect(a.told).toHaveLength(200);
  expect(a.sent.length).toBeLessThanOrEqual(2);
  expect(
    b.told
      .slice(-2)
      .map(({ t }) => t)
      .sort(),
  ).toEqual(['connections-changed', 'connectors-changed']);
});

test('after a gap pages are told to read everything again, those of this process alone', async () => {
  const [a, b] = (await ends(2)) as [End, End];
  b.gap();
  await settled();
  expect([a.told, b.told]).toEqual([[], [{ t: 'everything-changed' }]]);
});
