import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type BackoffTimes, backoffTimes, isHopeless, nextAttempt } from '#connector/link/backoff.ts';
import { type GatehouseClock, gatehouseClock } from '#connector/link/gatehouse-clock.ts';
import {
  openSession,
  type Session,
  type SessionEnd,
  type SessionParts,
  type SessionTimes,
  sessionTimes,
  type Welcome,
} from '#connector/link/hub-session.ts';
import type { ConnectorFrame } from '#lib/wire/frames.ts';

export type LinkState = {
  readonly state: 'connecting' | 'online' | 'waiting' | 'closed';
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly detail?: string;
};

export type HubLinkParts = Omit<SessionParts, 'times' | 'onWelcome'> & {
  readonly log: Logger;
  readonly onState?: (state: LinkState) => void;
  /** In [0, 1). */
  readonly random?: () => number;
  /** Told Gatehouse's time at each welcome. */
  readonly clock?: GatehouseClock;
  readonly times?: SessionTimes & BackoffTimes;
};

export type HubLink = {
  readonly state: () => LinkState;
  readonly send: (frame: ConnectorFrame) => boolean;
  /** Says hello anew: what the connector told of itself is no longer so. */
  readonly renew: () => void;
  readonly close: () => Promise<void>;
};

const clockToleranceMs = 60_000;

/** Keeps a link to the hub until closed: dials, and after each end waits and dials again. */
export function openHubLink(parts: HubLinkParts): HubLink {
  const { log, clock = gatehouseClock(), random = Math.random, times = { ...sessionTimes, ...backoffTimes } } = parts;
  const stop = new AbortController();
  let session: Session | undefined;
  let isRenewing = false;
  let state: LinkState = { state: 'connecting', since: clock.now() };

  function become(next: LinkState['state'], detail?: string): void {
    state = { state: next, since: clock.now(), ...(detail === undefined ? {} : { detail }) };
    parts.onState?.(state);
  }

  function welcome({ now, at, published }: Welcome): void {
    clock.measured(now, at);
    const aheadMs = clock.aheadMs() ?? 0;
    become('online');
    log.info({ hub: parts.hubUrl, published, clockAheadMs: aheadMs }, 'link to Gatehouse is up');
    if (Math.abs(aheadMs) > clockToleranceMs)
      log.warn(
        { aheadMs },
        `this machine's clock is ${Math.round(Math.abs(aheadMs) / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} Gatehouse's: check its time source, or certificates are judged wrongly`,
      );
  }

  async function keepLinked(): Promise<void> {
    let failures = 0;
    while (!stop.signal.aborted) {
      become('connecting', state.detail);
      session = openSession({ ...parts, times, onWelcome: welcome });
      const end = await session.ended;
      session = undefined;
      if (stop.signal.aborted) break;
      if (isRenewing) {
        isRenewing = false;
        continue;
      }
      const next = nextAttempt(failures, end, random(), times);
      failures = next.failures;
      become('waiting', end.detail);
      logEnd(log, end, next.waitMs);
      await sleep(next.waitMs, undefined, { signal: stop.signal }).catch(() => {});
    }
    become('closed');
  }

  const done = keepLinked();
  return {
    state: () => state,
    send: (frame) => session?.send(frame) ?? false,
    renew: () => {
      if (session === undefined) return;
      isRenewing = true;
      session.close('goingAway');
    },
    close: async () => {
      stop.abort();
      session?.close('goingAway');
      await done;
    },
  };
}

function logEnd(log: Logger, end: SessionEnd, waitMs: number): void {
  const facts = { reason: end.reason, retryInMs: waitMs };
  const sentence = `no link to Gatehouse: ${end.detail}`;
  if (isHopeless(end) || end.reason === 'untrustedHub') log.error(facts, sentence);
  else log.warn(facts, sentence);
}
