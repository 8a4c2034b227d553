'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { AuditSearch } from '#components/audit/audit-filter.ts';
import { AuditSentence } from '#components/audit/audit-sentence.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { Moment } from '#components/ui/moment.tsx';
import type { AuditSummaryView } from '#lib/contracts/audit.ts';

const AuditDetails = loadWhenShown(() =>
  import('#components/audit/audit-details.tsx').then((module) => module.AuditDetails),
);

type Narrow = (part: Partial<AuditSearch>) => void;

export function AuditList({ rows, onNarrow }: { rows: readonly AuditSummaryView[]; onNarrow: Narrow }) {
  return (
    <ol aria-label="Audit log" className="divide-y divide-line rounded-md border bg-surface">
      {rows.map((entry) => (
        <li key={entry.sequence}>
          <AuditItem entry={entry} onNarrow={onNarrow} />
        </li>
      ))}
    </ol>
  );
}

function AuditItem({ entry, onNarrow }: { entry: AuditSummaryView; onNarrow: Narrow }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="group" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="flex list-none items-start gap-2 px-3 py-2.5 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="mt-0.5 size-4 shrink-0 text-faint group-open:rotate-90 motion-safe:transition-transform"
        />
        <span className="flex min-w-0 flex-1 flex-col gap-x-4 sm:flex-row sm:items-baseline sm:justify-between">
          <AuditSentence entry={entry} />
          <span className="flex shrink-0 gap-2 text-xs text-muted tabular-nums">
            <Moment at={entry.at} />
            <span className="sm:w-14 sm:text-right">
              <span className="sr-only">Entry </span>#{entry.sequence}
            </span>
          </span>
        </span>
      </summary>
      {isOpen && (
        <div className="border-t bg-paper px-3 py-3 sm:pl-9">
          <AuditDetails sequence={entry.sequence} onNarrow={onNarrow} />
        </div>
      )}
    </details>
  );
}
