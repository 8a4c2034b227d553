'use client';

import { ChangeList } from '#components/connection/change-list.tsx';
import type { DraftConflict } from '#components/connection/use-save-draft.tsx';
import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '#components/ui/dialog.tsx';
import { Moment } from '#components/ui/moment.tsx';
import type { ChangeView } from '#lib/contracts/change.ts';

export function DraftConflictDialog({ conflict }: { conflict: DraftConflict }) {
  const { mine, theirs, answer } = conflict;
  const appeared = without(theirs.changes, mine.changes);
  const gone = without(mine.changes, theirs.changes);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && answer('keep')}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Somebody saved this draft before you</DialogTitle>
          <DialogDescription>
            {theirs.updatedBy ?? 'Somebody'} saved it <Moment at={theirs.updatedAt} />. Nothing of yours is lost: what
            you typed is still on the page.
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          {appeared.length > 0 && (
            <div className="flex flex-col gap-1">
              <p className="font-medium">New in the draft since you opened it</p>
              <ChangeList changes={appeared} label="New in the draft" />
            </div>
          )}
          {gone.length > 0 && (
            <div className="flex flex-col gap-1">
              <p className="font-medium">No longer in the draft</p>
              <ChangeList changes={gone} label="No longer in the draft" />
            </div>
          )}
          {appeared.length === 0 && gone.length === 0 && (
            <p>Both drafts differ from what runs in the same way; only the save itself is newer.</p>
          )}
        </DialogBody>
        <DialogFooter>
          <Button onClick={() => answer('keep')}>Keep theirs</Button>
          <Button variant="primary" onClick={() => answer('apply')}>
            Apply my change on top
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function without(changes: readonly ChangeView[], known: readonly ChangeView[]): ChangeView[] {
  const keys = new Set(known.map(keyOf));
  return changes.filter((change) => !keys.has(keyOf(change)));
}

function keyOf(change: ChangeView): string {
  return JSON.stringify([change.kind, change.area, change.what, change.before, change.after]);
}
