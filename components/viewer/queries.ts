import { queryOptions } from '@tanstack/react-query';
import { fetchView } from '#components/shell/fetch-view.ts';

export function viewerQuery() {
  return queryOptions({
    queryKey: ['viewer'],
    queryFn: ({ signal }) =>
      fetchView('/api/viewer', async () => (await import('#lib/contracts/administrator.ts')).viewerSchema, signal),
  });
}
