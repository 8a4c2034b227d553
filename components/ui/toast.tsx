'use client';

import { useSyncExternalStore } from 'react';
import type { Tone } from '#components/ui/badge.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';

export type ToastMessage = { id: number; tone: Tone; title: string; text?: string | undefined };

let messages: readonly ToastMessage[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly ToastMessage[]) {
  messages = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

const none: readonly ToastMessage[] = [];

/** Says that something was done; what failed is said next to its thing instead. */
export function toast(title: string, more: { tone?: Tone; text?: string } = {}) {
  const id = nextId;
  nextId += 1;
  set([...messages.slice(-2), { id, tone: more.tone ?? 'good', title, text: more.text }]);
}

const ToastList = loadWhenShown(async () => (await import('#components/ui/toast-list.tsx')).ToastList);

/** Where messages appear; one for the whole page. */
export function Toaster() {
  const shown = useSyncExternalStore(
    subscribe,
    () => messages,
    () => none,
  );
  if (shown.length === 0) return null;
  return <ToastList messages={shown} onClose={(id) => set(messages.filter((message) => message.id !== id))} />;
}
