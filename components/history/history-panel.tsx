'use client';

import { useQuery } from '@tanstack/react-query';
import { connectionQuery, revisionsQuery } from '#components/connection/queries.ts';
import { RevisionItem } from '#components/history/revision-item.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

export function HistoryPanel({ connectionId }: { connectionId: string }) {
  const { data: view } = useQuery(connectionQuery(connectionId));
  const { data: revisions, error } = useQuery(revisionsQuery(connectionId));
  if (error !== null) return <Notice tone="bad" title={error.message} />;
  if (revisions === undefined || view === undefined) return <Skeleton className="h-40 w-full" />;
  if (revisions.length === 0)
    return (
      <EmptyState
        title="Nothing published yet"
        text="Every publish becomes a numbered revision that stays as it was. It is listed here with its author, its changes and how the connectors took it, and can be brought back."
      />
    );
  const newestFirst = revisions.toSorted((a, b) => b.revision - a.revision);
  return (
    <Section
      title="History"
      description="Revisions never change. Rolling back publishes one anew; bringing one back makes it the draft, and publishing that is a step of its own."
    >
      <ol aria-label="Revisions" className="divide-y divide-line rounded-md border bg-surface">
        {newestFirst.map((revision) => (
          <RevisionItem key={revision.revision} revision={revision} view={view} />
        ))}
      </ol>
    </Section>
  );
}
