'use client';

import { useSyncExternalStore } from 'react';

const query = '(min-width: 1100px)';

function subscribe(listener: () => void) {
  const media = matchMedia(query);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}

/** Whether the page is wide enough for the diagram; narrower ones show the list of the same lanes. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}
