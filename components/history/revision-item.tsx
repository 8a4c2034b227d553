'use client';

import { useId } from 'react';
import { ChangeList } from '#components/connection/change-list.tsx';
import { RestoreRevisionButton } from '#components/history/restore-revision-button.tsx';
import { RollBackButton } from '#components/history/roll-back-button.tsx';
import { planSentence } from '#components/rollout/rollout-words.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Moment } from '#components/ui/moment.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { RevisionView } from '#lib/contracts/revision.ts';
import type { PlanSummaryView } from '#lib/contracts/rollout-plan.ts';

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
            {revision.plan !== null && <PlanBadge plan={revision.plan} />}
            {refused > 0 && <Badge tone="bad">refused by {refused}</Badge>}
          </h3>
          <p className="text-muted">
            {revision.publishedBy}, <Moment at={revision.publishedAt} isExact /> · taken over by {acknowledged}{' '}
            {acknowledged === 1 ? 'connector' : 'connectors'}
          </p>
          {revision.plan !== null && <p className="max-w-prose text-pretty">{planSentence(revision.plan)}</p>}
          {revision.comment !== '' && <p className="max-w-prose break-words">{revision.comment}</p>}
        </div>
        {!revision.isRunning && (
          <div className="flex flex-wrap gap-2">
            {canRollBack(view, revision) && <RollBackButton revision={revision.revision} view={view} />}
            <RestoreRevisionButton revision={revision.revision} view={view} />
          </div>
        )}
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

/** What once ran for all; what went no further than a few connectors is brought back into the draft, to be mended. */
function canRollBack({ plan: open, running }: ConnectionView, { revision, plan }: RevisionView): boolean {
  const isUnderWay = open?.state === 'running' || open?.state === 'paused';
  return !isUnderWay && revision < (running?.revision ?? 0) && (plan === null || plan.state === 'done');
}

function PlanBadge({ plan: { state } }: { plan: PlanSummaryView }) {
  switch (state) {
    case 'running':
      return <Badge tone="accent">goes out in waves</Badge>;
    case 'paused':
      return <Badge tone="attention">paused</Badge>;
    case 'stopped':
      return <Badge tone="bad">stopped</Badge>;
    case 'rolled-back':
      return <Badge tone="attention">rolled back</Badge>;
    case 'done':
      return null;
  }
}
