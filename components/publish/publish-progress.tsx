'use client';

import { useEffect, useRef } from 'react';
import { RolloutProgress, type RolloutState, rolloutState } from '#components/publish/rollout-progress.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogBody, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from '#components/ui/dialog.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';

type PublishProgressProps = {
  view: ConnectionView;
  revision: number;
  onClose: () => void;
  /** The draft is what runs; only how it runs is shown. */
  isNothingNew?: boolean;
};

/** How each connector takes a revision over, as it happens. */
export function PublishProgress({ view, revision, onClose, isNothingNew = false }: PublishProgressProps) {
  const states = view.connectors.map((connector) => rolloutState(connector, revision));
  const closeButton = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone: the keyboard goes on where the next step is.
  useEffect(() => closeButton.current?.focus(), []);
  return (
    <>
      <DialogHeader>
        <DialogTitle>{isNothingNew ? 'Nothing to publish' : `Revision ${revision} is published`}</DialogTitle>
        <DialogDescription aria-live="polite">
          {isNothingNew && `The draft is what revision ${revision} holds. `}
          {summary(states)}
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        {view.connectors.length === 0 ? (
          <p className="text-muted">The first connector that enrols gets this revision at once.</p>
        ) : (
          <RolloutProgress connectors={view.connectors} revision={revision} />
        )}
      </DialogBody>
      <DialogFooter>
        <Button ref={closeButton} variant="primary" onClick={onClose}>
          {states.includes('waiting') ? 'Close; it goes on' : 'Done'}
        </Button>
      </DialogFooter>
    </>
  );
}

function summary(states: readonly RolloutState[]): string {
  if (states.length === 0) return 'No connector is enrolled yet.';
  const count = (state: RolloutState) => states.filter((each) => each === state).length;
  const [served, refused, waiting, away] = [count('acknowledged'), count('refused'), count('waiting'), count('away')];
  if (served === states.length) return served === 1 ? 'The connector serves it.' : `All ${served} connectors serve it.`;
  const parts = [`${served} of ${states.length} serve it`];
  if (refused > 0) parts.push(`${refused} refused it`);
  if (waiting > 0) parts.push(`${waiting} to answer`);
  if (away > 0) parts.push(`${away} offline`);
  return `${parts.join(', ')}.`;
}
