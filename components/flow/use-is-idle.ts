'use client';

import { useEffect, useState } from 'react';

const longestWaitMs = 2_000;

/** False until the browser has nothing more urgent to do than what may come later. */
export function useIsIdle(): boolean {
  const [isIdle, setIsIdle] = useState(false);
  useEffect(() => {
    const done = () => setIsIdle(true);
    // Safari has no idle callback.
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(done, 300);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(done, { timeout: longestWaitMs });
    return () => cancelIdleCallback(handle);
  }, []);
  return isIdle;
}
