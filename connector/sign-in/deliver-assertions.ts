import type { AssertionFrame, ReceivedFrame } from '#lib/wire/frames.ts';
import { maxAssertionsInWork } from '#lib/wire/limits.ts';

/** `taken` alone lets the browser go back with its receipt. */
export type Delivery = 'taken' | 'not-taken' | 'no-link' | 'no-word';

export type Deliveries = {
  readonly deliver: (frame: AssertionFrame) => Promise<Delivery>;
  readonly received: (frame: ReceivedFrame) => void;
  /** A link is up. What was on its way over the one before is said again: Gatehouse takes the same answer twice. */
  readonly linkUp: () => void;
  /** Nothing is waited for any more. */
  readonly close: () => void;
};

export type DeliveriesParts = {
  /** False where there is no link. */
  readonly send: (frame: AssertionFrame) => boolean;
  /** How long a browser is kept waiting for Gatehouse's word. */
  readonly timeoutMs?: number;
};

type OnTheWay = { readonly frame: AssertionFrame; isSent: boolean; readonly end: (delivery: Delivery) => void };

/** Brings assertions to Gatehouse, as many at once as it takes, and waits for its word on each. */
export function deliverAssertions({ send, timeoutMs = 5_000 }: DeliveriesParts): Deliveries {
  const onTheWay = new Map<string, OnTheWay>();
  const queue: (() => void)[] = [];
  let busy = 0;

  async function turn(): Promise<void> {
    if (busy < maxAssertionsInWork) {
      busy += 1;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    queue.push(resolve);
    await promise;
  }

  function leave(): void {
    const next = queue.shift();
    if (next === undefined) busy -= 1;
    else next();
  }

  function say(one: OnTheWay): void {
    one.isSent = send(one.frame) || one.isSent;
  }

  return {
    deliver: async (frame) => {
      await turn();
      const { promise, resolve } = Promise.withResolvers<Delivery>();
      const one: OnTheWay = { frame, isSent: false, end: resolve };
      onTheWay.set(frame.request, one);
      const timer = setTimeout(() => resolve(one.isSent ? 'no-word' : 'no-link'), timeoutMs);
      say(one);
      const delivery = await promise;
      clearTimeout(timer);
      onTheWay.delete(frame.request);
      leave();
      return delivery;
    },
    received: ({ request, isTaken }) => onTheWay.get(request)?.end(isTaken ? 'taken' : 'not-taken'),
    linkUp: () => {
      for (const one of onTheWay.values()) say(one);
    },
    close: () => {
      for (const one of onTheWay.values()) one.end('no-link');
    },
  };
}
