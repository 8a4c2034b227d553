import { queryOptions } from '@tanstack/react-query';
import { fetchView } from '#components/shell/fetch-view.ts';

export const administratorsKey = ['administrators'] as const;

export function administratorsQuery() {
  return queryOptions({
    queryKey: administratorsKey,
    queryFn: ({ signal }) =>
      fetchView(
        '/api/administrators',
        async () => (await import('#lib/contracts/administrator.ts')).administratorsViewSchema,
        signal,
      ),
  });
}
