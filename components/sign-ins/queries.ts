import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { fetchView } from '#components/shell/fetch-view.ts';
import { type LogCursor, type LogFilter, serviceFilter } from '#components/sign-ins/log-filter.ts';
import type { SignInPageView } from '#lib/contracts/sign-in.ts';

// What checks an answer comes with the first answer: pages are drawn from what the server read for them.
const schemas = () => import('#lib/contracts/sign-in.ts');

/** Everything of the log; its keys begin with this. */
export const signInsKey = ['sign-ins'] as const;

/** The log from the newest on, page by page. */
export function signInsQuery(filter: LogFilter) {
  return infiniteQueryOptions({
    queryKey: [...signInsKey, 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      fetchView(`/api/sign-ins?${searchOf(filter, pageParam)}`, async () => (await schemas()).signInPageSchema, signal),
    initialPageParam: null as LogCursor | null,
    getNextPageParam: (last: SignInPageView): LogCursor | null => {
      const row = last.rows.at(-1);
      return last.hasMore && row !== undefined ? { startedAt: row.startedAt, id: row.id } : null;
    },
    placeholderData: keepPreviousData,
  });
}

export function signInQuery(signInId: string) {
  return queryOptions({
    queryKey: [...signInsKey, 'one', signInId],
    queryFn: ({ signal }) =>
      fetchView(
        `/api/sign-ins/${encodeURIComponent(signInId)}`,
        async () => (await schemas()).signInViewSchema,
        signal,
      ),
  });
}

/** Addresses that people of a connection came from lately. */
export function recentAddressesQuery(connectionId: string) {
  return queryOptions({
    queryKey: [...signInsKey, 'addresses', connectionId],
    queryFn: ({ signal }) =>
      fetchView(
        `/api/sign-ins/addresses?connectionId=${encodeURIComponent(connectionId)}`,
        async () => (await import('#components/sign-ins/view-schemas.ts')).recentAddressesSchema,
        signal,
      ),
  });
}

function searchOf(filter: LogFilter, before: LogCursor | null): string {
  const { before: cursor, ...rest } = serviceFilter(filter, Date.now(), before ?? undefined);
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) search.set(name, String(value));
  if (cursor !== undefined) {
    search.set('beforeAt', String(cursor.startedAt));
    search.set('beforeId', cursor.id);
  }
  return search.toString();
}
