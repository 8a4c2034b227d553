'use client';

import { useEffect, useState } from 'react';

/** Grows to the number wanted by a few at each frame, so that a long list never holds the page up. */
export function useGrowingCount(wanted: number, step = 20): number {
  const [shown, setShown] = useState(Math.min(wanted, step));
  useEffect(() => {
    if (shown >= wanted) return;
    const frame = requestAnimationFrame(() => setShown((before) => Math.min(wanted, before + step)));
    return () => cancelAnimationFrame(frame);
  }, [shown, wanted, step]);
  return Math.min(shown, wanted);
}
