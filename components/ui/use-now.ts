'use client';

import { useSyncExternalStore } from 'react';

const stepMs = 1_000;
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, stepMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function snapshot() {
  if (timer === undefined || now === 0) now = Math.floor(Date.now() / stepMs) * stepMs;
  return now;
}

/** The time in milliseconds since 1970, a second at a time; undefined on the server, whose clock is not the reader's. */
export function useNow(): number | undefined {
  return useSyncExternalStore<number | undefined>(subscribe, snapshot, () => undefined);
}
