import { performance } from 'node:perf_hooks';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import type { Outcome } from '#lib/core/outcome.ts';

/** `unreachable`: nothing came. `unusable`: what came cannot be believed. `detail` in a few words. */
export type FetchFault = { readonly kind: 'unreachable' | 'unusable'; readonly detail: string };

/** What is known of one place. The value may have ended, and then still proves what it says. Times in milliseconds since 1970. */
export type Kept<Value> = {
  readonly value: Value | undefined;
  /** Of the last try. */
  readonly fault: FetchFault | undefined;
  /** Undefined before the first try. */
  readonly askedAt: number | undefined;
  readonly tookMs: number | undefined;
};

export type FreshTimes = {
  /** What still counts is looked for anew after this long: authorities publish before the old one ends. */
  readonly refreshMs: number;
  /** After a failure a place is left alone for this long, also by those who wait for it. */
  readonly retryMs: number;
  /** Where nobody waits for it the pause doubles with each failure, up to this. */
  readonly mostRetryMs: number;
  /** How long somebody who has nothing to go by waits. */
  readonly waitMs: number;
};

export const freshTimes: FreshTimes = { refreshMs: 3_600_000, retryMs: 30_000, mostRetryMs: 600_000, waitMs: 8_000 };

export type FreshParts<Source, Value> = {
  readonly keyOf: (source: Source) => string;
  /** What is there now; `kept` is given back where nothing better came. */
  readonly fetch: (
    source: Source,
    kept: Value | undefined,
    at: number,
    stop: AbortSignal,
  ) => Promise<Outcome<Value, FetchFault>>;
  /** Until when it counts. */
  readonly endOf: (value: Value) => number;
  readonly bytesOf: (value: Value) => number;
  readonly maxBytes: number;
  readonly maxPlaces: number;
  /** Whether a place that nobody asked for since the last time is looked up all the same. */
  readonly isRenewedUnused: boolean;
  readonly now: () => number;
  readonly onChange: () => void;
  readonly times?: FreshTimes;
};

export type FreshKeeper<Source, Value> = {
  /** What is known as of a moment; waits only where nothing that counts is kept. */
  readonly get: (source: Source, at: number) => Promise<Kept<Value>>;
  /** What is known, without asking anybody. */
  readonly peek: (source: Source) => Kept<Value> | undefined;
  /** Looks these up now, and keeps them fresh from now on. */
  readonly know: (sources: readonly Source[]) => void;
  readonly all: () => readonly (Kept<Value> & { readonly source: Source })[];
  readonly forget: (isGone: (source: Source) => boolean) => void;
  readonly close: () => void;
};

type Entry<Source, Value> = {
  readonly source: Source;
  value: Value | undefined;
  fault: FetchFault | undefined;
  askedAt: number | undefined;
  tookMs: number | undefined;
  failures: number;
  isUsed: boolean;
  pending: Promise<void> | undefined;
};

/** Timers forget nothing longer than this: a clock may be set meanwhile. */
const longestSleepMs = 60_000;
const shortestPauseMs = 1_000;

async function within(work: Promise<void>, waitMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, waitMs);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}

/** Keeps what was fetched from many places, looks for newer before it ends, and asks each place once at a time. */
export function keepFresh<Source, Value>(parts: FreshParts<Source, Value>): FreshKeeper<Source, Value> {
  const { keyOf, fetch, endOf, bytesOf, now, onChange, times = freshTimes } = parts;
  const entries = new Map<string, Entry<Source, Value>>();
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  function entryOf(source: Source): Entry<Source, Value> {
    const key = keyOf(source);
    const entry: Entry<Source, Value> = entries.get(key) ?? {
      source,
      value: undefined,
      fault: undefined,
      askedAt: undefined,
      tookMs: undefined,
      failures: 0,
      isUsed: false,
      pending: undefined,
    };
    // Those used last are kept: a Map tells its keys in the order they were set.
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  }

  function renew(entry: Entry<Source, Value>, at: number): Promise<void> {
    if (stop.signal.aborted) return Promise.resolve();
    entry.pending ??= ask(entry, at).finally(() => {
      entry.pending = undefined;
      if (stop.signal.aborted) return;
      makeRoom(entry);
      onChange();
      wakeInTime();
    });
    return entry.pending;
  }

  async function ask(entry: Entry<Source, Value>, at: number): Promise<void> {
    const began = performance.now();
    entry.isUsed = false;
    const fetched = await fetch(entry.source, entry.value, at, stop.signal).catch(
      (cause: unknown) => ({ ok: false, problem: { kind: 'unreachable', detail: reasonOf(cause) } }) as const,
    );
    entry.askedAt = at;
    entry.tookMs = Math.round(performance.now() - began);
    entry.failures = fetched.ok ? 0 : entry.failures + 1;
    entry.fault = fetched.ok ? undefined : fetched.problem;
    if (fetched.ok) entry.value = fetched.value;
  }

  /** How long after the last try the next one is due; `isAwaited` where somebody has nothing to go by. */
  function pauseMs({ value, fault, failures, askedAt }: Entry<Source, Value>, isAwaited: boolean): number {
    if (askedAt === undefined) return 0;
    const left = value === undefined ? 0 : endOf(value) - askedAt;
    // Before the end there is time for several tries, however short-lived it is.
    const soon = left > 0 ? Math.max(shortestPauseMs, left / 4) : Number.POSITIVE_INFINITY;
    if (fault !== undefined) {
      const longer = isAwaited ? times.retryMs : Math.min(times.retryMs * 2 ** (failures - 1), times.mostRetryMs);
      return Math.min(longer, soon);
    }
    if (left <= 0) return times.retryMs;
    return Math.min(times.refreshMs, Math.max(shortestPauseMs, left * 0.75));
  }

  function isDue(entry: Entry<Source, Value>, at: number, isAwaited: boolean): boolean {
    // A clock that was set back must not keep anything for ever.
    return entry.askedAt === undefined || Math.abs(at - entry.askedAt) >= pauseMs(entry, isAwaited);
  }

  function isWatched({ isUsed, askedAt }: Entry<Source, Value>): boolean {
    return parts.isRenewedUnused || isUsed || askedAt === undefined;
  }

  function wakeInTime(): void {
    clearTimeout(timer);
    if (stop.signal.aborted) return;
    const watched = [...entries.values()].filter((entry) => entry.pending === undefined && isWatched(entry));
    if (watched.length === 0) return;
    const at = now();
    const next = watched.reduce(
      (first, entry) => Math.min(first, (entry.askedAt ?? at) + pauseMs(entry, false)),
      at + longestSleepMs,
    );
    timer = setTimeout(look, Math.min(longestSleepMs, Math.max(100, next - at)));
  }

  function look(): void {
    const at = now();
    for (const entry of entries.values()) {
      if (entry.pending === undefined && isWatched(entry) && isDue(entry, at, false)) void renew(entry, at);
    }
    wakeInTime();
  }

  function makeRoom(keep: Entry<Source, Value>): void {
    const size = (entry: Entry<Source, Value>) => (entry.value === undefined ? 0 : bytesOf(entry.value));
    let bytes = [...entries.values()].reduce((sum, entry) => sum + size(entry), 0);
    for (const [key, entry] of entries) {
      if (bytes <= parts.maxBytes && entries.size <= parts.maxPlaces) return;
      if (entry === keep || entry.pending !== undefined) continue;
      bytes -= size(entry);
      entries.delete(key);
    }
  }

  return {
    get: async (source, at) => {
      const entry = entryOf(source);
      entry.isUsed = true;
      const isCurrent = entry.value !== undefined && at <= endOf(entry.value);
      if (entry.pending === undefined && isDue(entry, at, !isCurrent)) void renew(entry, at);
      if (!isCurrent && entry.pending !== undefined) await within(entry.pending, times.waitMs);
      return entry;
    },
    peek: (source) => entries.get(keyOf(source)),
    know: (sources) => {
      for (const source of sources) entryOf(source);
      look();
    },
    all: () => [...entries.values()],
    forget: (isGone) => {
      for (const [key, entry] of entries) if (isGone(entry.source)) entries.delete(key);
    },
    close: () => {
      clearTimeout(timer);
      stop.abort();
    },
  };
}
