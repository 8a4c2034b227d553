'use client';

import { useState } from 'react';
import { PublishProgress } from '#components/publish/publish-progress.tsx';
import { PublishReview } from '#components/publish/publish-review.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';

type PublishDialogProps = { view: ConnectionView; isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** First what would change and what is found about it, then how the connectors take it over. */
export function PublishDialog({ view, isOpen, onOpenChange }: PublishDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent isWide>
        <PublishSteps view={view} onClose={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

/** Lives as long as the dialog is open. */
function PublishSteps({ view, onClose }: { view: ConnectionView; onClose: () => void }) {
  const [published, setPublished] = useState<number>();
  const rolling = view.plan?.state === 'running' || view.plan?.state === 'paused' ? view.plan.revision : undefined;
  const shown = published ?? rolling;
  if (shown !== undefined) return <PublishProgress view={view} revision={shown} onClose={onClose} />;
  return <PublishReview view={view} onPublished={setPublished} onClose={onClose} />;
}
