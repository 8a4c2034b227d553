import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { revisionsQuery } from '#components/connection/queries.ts';
import { HistoryPanel } from '#components/history/history-panel.tsx';
import { requestContext } from '#lib/bff/session.ts';
import { listRevisions } from '#lib/services/list-revisions.ts';

type Props = { params: Promise<{ connectionId: string }> };

export default async function HistoryPage({ params }: Props) {
  const { connectionId } = await params;
  const client = new QueryClient();
  const revisions = await listRevisions(await requestContext(), connectionId);
  if (revisions.ok) client.setQueryData(revisionsQuery(connectionId).queryKey, revisions.value);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <HistoryPanel connectionId={connectionId} />
    </HydrationBoundary>
  );
}
