import { queryOptions } from '@tanstack/react-query';
import { fetchView } from '#components/shell/fetch-view.ts';

/** Requests whose keys are on connectors of the connection; read again with it. */
export function keyRequestsQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['connection', connectionId, 'key-requests'],
    enabled: connectionId !== '',
    queryFn: ({ signal }) =>
      fetchView(
        `/api/connections/${encodeURIComponent(connectionId)}/key-requests`,
        async () => (await import('#lib/contracts/key-request.ts')).keyRequestsViewSchema,
        signal,
      ),
  });
}
