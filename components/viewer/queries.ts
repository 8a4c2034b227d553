import { queryOptions } from '@tanstack/react-query';
import { fetchView } from '#components/shell/fetch-view.ts';
import { viewerSchema } from '#lib/contracts/administrator.ts';

export function viewerQuery() {
  return queryOptions({
    queryKey: ['viewer'],
    queryFn: ({ signal }) => fetchView('/api/viewer', viewerSchema, signal),
  });
}
