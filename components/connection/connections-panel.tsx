'use client';

import { useQuery } from '@tanstack/react-query';
import { ConnectionsTable } from '#components/connection/connections-table.tsx';
import { CreateConnectionButton } from '#components/connection/create-connection-button.tsx';
import { connectionsQuery } from '#components/connection/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

export function ConnectionsPanel() {
  const { data, error, refetch, isFetching } = useQuery(connectionsQuery());
  return (
    <div className="flex flex-col gap-5 px-4 py-6 lg:px-8">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold tracking-tight">Connections</h1>
        {data !== undefined && data.length > 0 && <CreateConnectionButton />}
      </div>
      {error !== null && (
        <Notice
          tone="bad"
          title="The list could not be read."
          action={
            <Button size="small" isBusy={isFetching} onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {error.message}
        </Notice>
      )}
      {data === undefined && error === null && <Skeleton className="h-24 w-full" />}
      {data?.length === 0 && (
        <EmptyState
          title="No connection yet"
          text="A connection is one directory that people sign in against. Name it, enrol a connector beside the directory, then set how people sign in."
          action={<CreateConnectionButton />}
        />
      )}
      {data !== undefined && data.length > 0 && <ConnectionsTable connections={data} />}
    </div>
  );
}
