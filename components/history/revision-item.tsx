'use client';

import { useId } from 'react';
import { ChangeList } from '#components/connection/change-list.tsx';
import { RestoreRevisionButton } from '#components/history/restore-revision-button.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Moment } from '#components/ui/moment.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { RevisionView } from '#lib/contracts/revision.ts';

/** More changes than this are folded away. */
const openChanges = 6;

export function RevisionItem({ revision, view }: { revision: RevisionView; view: ConnectionView }) {
  const id = useId();
  const { acknowledged, refused } = revision.rollout;
  const count = revision.changes.length;
  return (
    <li aria-labelledby={id} className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h3 id={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-semibold">Revision {revision.revision}</span>
            {revision.isRunning && <Badge tone="good">runs</Badge>}
            {refused > 0 && <Badge tone="bad">refused by {refused}</Badge>}
          </h3>
          <p className="text-muted">
            {revision.publishedBy}, <Moment at={revision.publishedAt} isExact /> · taken over by {acknowledged}{' '}
            {acknowledged === 1 ? 'connector' : 'connectors'}
          </p>
          {revision.comment !== '' && <p className="max-w-prose break-words">{revision.comment}</p>}
        </div>
        {!revision.isRunning && <RestoreRevisionButton revision={revision.revision} view={view} />}
      </div>
      {count === 0 && <p className="text-muted">No changes against the revision before.</p>}
      {count > 0 && count <= openChanges && <ChangeList changes={revision.changes} />}
      {count > openChanges && (
        <details>
          <summary className="w-fit text-muted hover:text-ink">{count} changes</summary>
          <div className="pt-2">
            <ChangeList changes={revision.changes} />
          </div>
        </details>
      )}
    </li>
  );
}
