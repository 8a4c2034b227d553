import { queryOptions } from '@tanstack/react-query';
import { fetchView } from '#components/shell/fetch-view.ts';

// What checks an answer comes with the first answer: pages are drawn from what the server read for them.
const schemas = () => import('#components/connection/view-schemas.ts');

export function connectionsQuery() {
  return queryOptions({
    queryKey: ['connections'],
    queryFn: ({ signal }) => fetchView('/api/connections', async () => (await schemas()).connectionsViewSchema, signal),
  });
}

/** Everything of one connection; the keys of its revisions and tickets begin with this one's. */
export function connectionQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['connection', connectionId],
    queryFn: ({ signal }) =>
      fetchView(
        path(connectionId),
        async () => (await import('#lib/contracts/connection.ts')).connectionViewSchema,
        signal,
      ),
  });
}

export function revisionsQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['connection', connectionId, 'revisions'],
    queryFn: ({ signal }) =>
      fetchView(`${path(connectionId)}/revisions`, async () => (await schemas()).revisionsViewSchema, signal),
  });
}

export function ticketsQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['connection', connectionId, 'tickets'],
    queryFn: ({ signal }) =>
      fetchView(`${path(connectionId)}/tickets`, async () => (await schemas()).ticketsViewSchema, signal),
  });
}

function path(connectionId: string): string {
  return `/api/connections/${encodeURIComponent(connectionId)}`;
}
