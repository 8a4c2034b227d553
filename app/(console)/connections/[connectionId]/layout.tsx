import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache, type ReactNode } from 'react';
import { ConnectionHeader } from '#components/connection/connection-header.tsx';
import { ConnectionTabs } from '#components/connection/connection-tabs.tsx';
import { connectionQuery } from '#components/connection/queries.ts';
import { Notice } from '#components/ui/notice.tsx';
import { requestContext } from '#lib/bff/session.ts';
import { readConnection } from '#lib/services/read-connection.ts';

type Params = { params: Promise<{ connectionId: string }> };

const connectionOf = cache(async (connectionId: string) => readConnection(await requestContext(), connectionId));

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const outcome = await connectionOf((await params).connectionId);
  return { title: outcome.ok ? outcome.value.name : 'Connection' };
}

export default async function ConnectionLayout({ params, children }: Params & { children: ReactNode }) {
  const { connectionId } = await params;
  const outcome = await connectionOf(connectionId);
  if (!outcome.ok) {
    if (outcome.problem.code === 'not-found') notFound();
    return <Notice tone="bad" title={outcome.problem.message} className="m-4 lg:m-8" />;
  }
  const client = new QueryClient();
  client.setQueryData(connectionQuery(connectionId).queryKey, outcome.value);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ConnectionHeader connectionId={connectionId} />
      <ConnectionTabs connectionId={connectionId} />
      <div className="flex min-w-0 flex-1 flex-col gap-8 px-4 py-6 lg:px-8">{children}</div>
    </HydrationBoundary>
  );
}
