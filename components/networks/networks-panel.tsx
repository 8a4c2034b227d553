'use client';

import { useQuery } from '@tanstack/react-query';
import { connectionQuery } from '#components/connection/queries.ts';
import { NetworksEditor } from '#components/networks/networks-editor.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

export function NetworksPanel({ connectionId }: { connectionId: string }) {
  const { data, error } = useQuery(connectionQuery(connectionId));
  if (data !== undefined) return <NetworksEditor connection={data} />;
  if (error !== null) return <Notice tone="bad" title={error.message} />;
  return <Skeleton className="h-40" />;
}
