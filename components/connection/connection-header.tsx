'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConnectionMenu } from '#components/connection/connection-menu.tsx';
import { fleetStatus } from '#components/connection/fleet-status.ts';
import { MethodList } from '#components/connection/method-list.tsx';
import { connectionQuery } from '#components/connection/queries.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { connectionMethods } from '#lib/flow/flow-settings.ts';

const PublishDialog = loadWhenShown(async () => (await import('#components/publish/publish-dialog.tsx')).PublishDialog);

const RolloutPanel = loadWhenShown(async () => (await import('#components/rollout/rollout-panel.tsx')).RolloutPanel);

/** What an administrator must always see: name, what serves, methods on, what is not published yet, and the button for it. */
export function ConnectionHeader({ connectionId }: { connectionId: string }) {
  const { data: view } = useQuery(connectionQuery(connectionId));
  const [isPublishing, setIsPublishing] = useState(false);
  if (view === undefined)
    return (
      <div className="border-b bg-surface px-4 py-4 lg:px-8">
        <Skeleton className="h-7 w-64" />
      </div>
    );
  const status = fleetStatus(view);
  const changes = view.draft.changes.length;
  const methods = connectionMethods((view.running ?? view.draft).settings);
  const { plan } = view;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 bg-surface px-4 pt-4 pb-2 lg:px-8">
        <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
          <h1 className="text-xl leading-7 font-semibold tracking-tight break-words">{view.name}</h1>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
            <Badge tone={status.tone}>{status.text}</Badge>
            <MethodList methods={methods} />
            <DraftState changes={changes} isFirst={view.running === null} />
          </p>
        </div>
        <div className="flex items-center gap-2">
          <ConnectionMenu view={view} />
          <Button variant={changes > 0 ? 'primary' : 'secondary'} onClick={() => setIsPublishing(true)}>
            Publish…
          </Button>
        </div>
        {isPublishing && <PublishDialog view={view} isOpen onOpenChange={setIsPublishing} />}
      </div>
      {plan !== null && plan.state !== 'done' && <RolloutPanel view={view} plan={plan} />}
    </>
  );
}

function DraftState({ changes, isFirst }: { changes: number; isFirst: boolean }) {
  if (changes === 0) return <span>{isFirst ? 'draft: empty' : 'draft: as published'}</span>;
  return (
    <span className="font-medium text-ink">
      draft: {changes} {changes === 1 ? 'change' : 'changes'}
    </span>
  );
}
