'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { connectionQuery } from '#components/connection/queries.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

// The decision and the diagram come with this tab and no other.
const FlowView = dynamic(() => import('#components/flow/flow-view.tsx').then((module) => module.FlowView), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function FlowPanel({ connectionId }: { connectionId: string }) {
  const { data, error } = useQuery(connectionQuery(connectionId));
  if (data !== undefined) return <FlowView connection={data} />;
  if (error !== null) return <Notice tone="bad" title={error.message} />;
  return <Skeleton className="h-96" />;
}
