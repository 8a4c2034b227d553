'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { connectionQuery } from '#components/connection/queries.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

// The decision, the words for every reason and the steps come with this tab and no other.
const DryRunView = dynamic(() => import('#components/dry-run/dry-run-view.tsx').then((module) => module.DryRunView), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function DryRunPanel({ connectionId }: { connectionId: string }) {
  const { data, error } = useQuery(connectionQuery(connectionId));
  if (data !== undefined) return <DryRunView connection={data} />;
  if (error !== null) return <Notice tone="bad" title={error.message} />;
  return <Skeleton className="h-96" />;
}
