'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { connectionQuery } from '#components/connection/queries.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

// The decision comes with this tab, as it does with the flow.
const WhatIfView = dynamic(() => import('#components/what-if/what-if-view.tsx').then((module) => module.WhatIfView), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function WhatIfPanel({ connectionId }: { connectionId: string }) {
  const { data, error } = useQuery(connectionQuery(connectionId));
  if (data !== undefined) return <WhatIfView connection={data} />;
  if (error !== null) return <Notice tone="bad" title={error.message} />;
  return <Skeleton className="h-96" />;
}
