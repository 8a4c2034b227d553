import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { ticketsQuery } from '#components/connection/queries.ts';
import { ConnectorsPanel } from '#components/connectors/connectors-panel.tsx';
import { requestContext } from '#lib/bff/session.ts';
import { listTickets } from '#lib/services/list-tickets.ts';

type Props = { params: Promise<{ connectionId: string }> };

export default async function ConnectorsPage({ params }: Props) {
  const { connectionId } = await params;
  const client = new QueryClient();
  const tickets = await listTickets(await requestContext(), connectionId);
  if (tickets.ok) client.setQueryData(ticketsQuery(connectionId).queryKey, tickets.value);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ConnectorsPanel connectionId={connectionId} />
    </HydrationBoundary>
  );
}
