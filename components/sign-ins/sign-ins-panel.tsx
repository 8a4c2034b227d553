'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import {
  isNarrowed,
  type LogFilter,
  noFilter,
  readLogFilter,
  writeLogFilter,
} from '#components/sign-ins/log-filter.ts';
import { LogFilters } from '#components/sign-ins/log-filters.tsx';
import { signInsQuery } from '#components/sign-ins/queries.ts';
import { SignInsTable } from '#components/sign-ins/sign-ins-table.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** The log of all connections, or of one. Its filters stand in the address of the page, so that they can be sent to somebody. */
export function SignInsPanel({ connectionId }: { connectionId?: string }) {
  const search = useSearchParams();
  const asked = readLogFilter(search);
  const filter = connectionId === undefined ? asked : { ...asked, connectionId };
  const query = useInfiniteQuery(signInsQuery(filter));
  const { data, error, refetch, isFetching, fetchNextPage, hasNextPage, isFetchingNextPage, isPlaceholderData } = query;

  function change(next: LogFilter) {
    const written = writeLogFilter(connectionId === undefined ? next : { ...next, connectionId: '' });
    // The page stays; only what it reads changes.
    window.history.replaceState(null, '', window.location.pathname + written);
  }

  const rows = data?.pages.flatMap((page) => page.rows);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <LogFilters filter={filter} onChange={change} isConnectionFixed={connectionId !== undefined} />
      {error !== null && (
        <Notice
          tone="bad"
          title="The log could not be read."
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
      {rows?.length === 0 && !isNarrowed(filter) && (filter.connectionId === '' || connectionId !== undefined) && (
        <EmptyState
          title="Nobody has signed in yet"
          text="Every attempt will be listed here with its address, its network, the methods that were tried and why they did or did not let the person in. People come from an application that uses Gatehouse."
        />
      )}
      {rows?.length === 0 && (isNarrowed(filter) || (filter.connectionId !== '' && connectionId === undefined)) && (
        <EmptyState
          title="No sign-in fits these filters"
          text="Widen the time, or search for a part of the name or address."
          action={<Button onClick={() => change(noFilter)}>Clear the filters</Button>}
        />
      )}
      {rows !== undefined && rows.length > 0 && (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60' : undefined}>
          <SignInsTable rows={rows} hasConnection={connectionId === undefined} />
        </div>
      )}
      {hasNextPage && (
        <Button className="w-fit" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Older
        </Button>
      )}
    </div>
  );
}
