import { performance } from 'node:perf_hooks';

/** This machine's time beside Gatehouse's; all in milliseconds, times since 1970. */
export type GatehouseClock = {
  /** By this machine's clock: certificates are judged by it. */
  readonly now: () => number;
  /** By Gatehouse's clock as the last welcome told it: what Gatehouse signed is judged by it. This machine's own before the first welcome. */
  readonly gatehouseNow: () => number;
  /** How far this machine is ahead of Gatehouse; undefined before the first welcome. */
  readonly aheadMs: () => number | undefined;
  /** Gatehouse's clock showed `gatehouseNow` at the moment `at` of the monotonic clock. */
  readonly measured: (gatehouseNow: number, at: number) => void;
};

export type ClockSources = { readonly now: () => number; readonly monotonic: () => number };

/** The middle between question and answer is the best guess of when Gatehouse looked at its clock (RFC 5905 section 8). */
export function middle(askedAt: number, answeredAt: number): number {
  return askedAt + (answeredAt - askedAt) / 2;
}

export function gatehouseClock(sources: Partial<ClockSources> = {}): GatehouseClock {
  const { now = Date.now, monotonic = () => performance.now() } = sources;
  let known: { readonly gatehouseNow: number; readonly at: number } | undefined;
  // Counted on by the monotonic clock: setting this machine's clock right changes nothing about Gatehouse's.
  const gatehouseNow = () => (known === undefined ? now() : known.gatehouseNow + (monotonic() - known.at));
  return {
    now,
    gatehouseNow,
    aheadMs: () => (known === undefined ? undefined : Math.round(now() - gatehouseNow())),
    measured: (told, at) => {
      known = { gatehouseNow: told, at };
    },
  };
}

/** For steps and logs. */
export function clockText(clock: Pick<GatehouseClock, 'aheadMs'>): string {
  const aheadMs = clock.aheadMs();
  if (aheadMs === undefined) return 'Gatehouse’s clock is not known yet.';
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds === 0) return 'The clocks of connector and Gatehouse agree.';
  return `The connector’s clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} Gatehouse’s.`;
}
