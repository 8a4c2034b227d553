'use client';

import { useEffect, useState } from 'react';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Spinner } from '#components/ui/spinner.tsx';

const slowMs = 3_000;

/** While the log is read; after a while it says what takes so long. */
export function Reading({ days }: { days: number }) {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="flex flex-col gap-2" role="status">
      <p className="flex items-center gap-2 text-muted">
        <Spinner />
        {isSlow
          ? 'Still reading: the log of these days is long.'
          : `Deciding the sign-ins of the last ${days === 1 ? 'day' : `${days} days`} again…`}
      </p>
      <Skeleton className="h-16" />
    </div>
  );
}
