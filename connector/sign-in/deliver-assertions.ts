import type { AssertionFrame, ReceivedFrame } from '#lib/wire/frames.ts';
import { maxAssertionsInWork } from '#lib/wire/limits.ts';

/** `taken` alone lets the browser go back with its receipt. `no-link` also where the link ended before the word came. */
export type Delivery = 'taken' | 'not-taken' | 'no-link' | 'no-word';

export type Deliveries = {
  readonly deliver: (frame: AssertionFrame) => Promise<Delivery>;
  readonly received: (frame: ReceivedFrame) => void;
  /** Whatever is on its way will not be answered any more. */
  readonly linkLost: () => void;
};

export type DeliveriesParts = {
  readonly send: (frame: AssertionFrame) => boolean;
  readonly timeoutMs?: number;
};

/** Brings assertions to Gatehouse, as many at once as it takes, and waits for its word on each. */
export function deliverAssertions({ send, timeoutMs = 10_000 }: DeliveriesParts): Deliveries {
  const onTheWay = new Map<string, (delivery: Delivery) => void>();
  const queue: (() => void)[] = [];
  let busy = 0;

  function free(): void {
    const next = queue.shift();
    if (next === undefined) busy -= 1;
    else next();
  }

  async function turn(): Promise<void> {
    if (busy < maxAssertionsInWork) {
      busy += 1;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    queue.push(resolve);
    await promise;
  }

  return {
    deliver: async (frame) => {
      await turn();
      try {
        if (onTheWay.has(frame.request)) return 'not-taken';
        const { promise, resolve } = Promise.withResolvers<Delivery>();
        onTheWay.set(frame.request, resolve);
        const timer = setTimeout(() => resolve('no-word'), timeoutMs);
        if (!send(frame)) resolve('no-link');
        const delivery = await promise;
        clearTimeout(timer);
        onTheWay.delete(frame.request);
        return delivery;
      } finally {
        free();
      }
    },
    received: ({ request, isTaken }) => onTheWay.get(request)?.(isTaken ? 'taken' : 'not-taken'),
    linkLost: () => {
      for (const resolve of onTheWay.values()) resolve('no-link');
    },
  };
}
