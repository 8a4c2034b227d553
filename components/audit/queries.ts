import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type AuditSearch, serviceFilter } from '#components/audit/audit-filter.ts';
import { fetchView } from '#components/shell/fetch-view.ts';
import type { AuditPageView } from '#lib/contracts/audit.ts';

// What checks an answer comes with the first answer: pages are drawn from what the server read for them.
const schemas = () => import('#lib/contracts/audit.ts');

/** What changes with every entry; entries themselves never do. */
export const auditListKey = ['audit', 'list'] as const;

/** The audit log from the newest entry on, page by page. */
export function auditQuery(search: AuditSearch) {
  return infiniteQueryOptions({
    queryKey: [...auditListKey, search],
    queryFn: ({ signal, pageParam }) =>
      fetchView(`/api/audit?${searchOf(search, pageParam)}`, async () => (await schemas()).auditPageSchema, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (last: AuditPageView): number | null =>
      last.hasMore ? (last.rows.at(-1)?.sequence ?? null) : null,
    placeholderData: keepPreviousData,
  });
}

export function auditEntryQuery(sequence: number) {
  return queryOptions({
    queryKey: ['audit', 'entry', sequence],
    queryFn: ({ signal }) =>
      fetchView(`/api/audit/${sequence}`, async () => (await schemas()).auditEntryViewSchema, signal),
  });
}

function searchOf(search: AuditSearch, before: number | null): string {
  const said = Object.entries(serviceFilter(search, before ?? undefined));
  return new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
}
