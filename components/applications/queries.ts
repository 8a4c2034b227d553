import { queryOptions } from '@tanstack/react-query';
import { fetchView } from '#components/shell/fetch-view.ts';

export function applicationsQuery() {
  return queryOptions({
    queryKey: ['applications'],
    queryFn: ({ signal }) =>
      fetchView(
        '/api/applications',
        async () => (await import('#lib/contracts/application.ts')).applicationsViewSchema,
        signal,
      ),
  });
}
