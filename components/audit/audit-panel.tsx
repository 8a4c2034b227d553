'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import {
  type AuditSearch,
  isNarrowed,
  noSearch,
  readAuditSearch,
  writeAuditSearch,
} from '#components/audit/audit-filter.ts';
import { AuditFilters } from '#components/audit/audit-filters.tsx';
import { AuditList } from '#components/audit/audit-list.tsx';
import { auditQuery } from '#components/audit/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** Who changed what, the newest first. The filters stand in the address of the page, so that they can be sent to somebody. */
export function AuditPanel() {
  const search = readAuditSearch(useSearchParams());
  const query = useInfiniteQuery(auditQuery(search));
  const { data, error, refetch, isFetching, fetchNextPage, hasNextPage, isFetchingNextPage, isPlaceholderData } = query;
  const rows = data?.pages.flatMap((page) => page.rows);
  const people = [...new Set(rows?.map(({ actorName }) => actorName))].filter((name) => name.includes('@')).sort();

  function change(next: AuditSearch) {
    // The page stays; only what it reads changes.
    window.history.replaceState(null, '', window.location.pathname + writeAuditSearch(next));
  }

  return (
    <section aria-label="Entries" className="flex min-w-0 flex-col gap-4">
      <AuditFilters search={search} onChange={change} people={people} />
      {error !== null && (
        <Notice
          tone="bad"
          title="The audit log could not be read."
          action={
            <Button size="small" isBusy={isFetching} onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {error.message}
        </Notice>
      )}
      {rows === undefined && error === null && <Skeleton className="h-24 w-full" />}
      {rows?.length === 0 && !isNarrowed(search) && (
        <EmptyState
          title="Nothing was changed yet"
          text="Whatever an administrator changes is listed here with who it was, what it was before and what it is since."
        />
      )}
      {rows?.length === 0 && isNarrowed(search) && (
        <EmptyState
          title="No entry fits these filters"
          text="Widen the days. People are found by their whole e-mail address; who was not signed in, by the network address."
          action={<Button onClick={() => change(noSearch)}>Clear the filters</Button>}
        />
      )}
      {rows !== undefined && rows.length > 0 && (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60' : undefined}>
          <AuditList rows={rows} onNarrow={(part) => change({ ...search, ...part })} />
        </div>
      )}
      {hasNextPage && (
        <Button className="w-fit" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Older
        </Button>
      )}
    </section>
  );
}
