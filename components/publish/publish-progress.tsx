'use client';

import { useEffect, useRef } from 'react';
import { RolloutProgress, type RolloutState, rolloutState } from '#components/publish/rollout-progress.tsx';
import { WaveStrip } from '#components/rollout/wave-strip.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogBody, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from '#components/ui/dialog.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { RolloutPlanView } from '#lib/contracts/rollout-plan.ts';

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
  const plan = view.plan?.revision === revision ? view.plan : null;
  const isRolling = plan !== null && plan.state !== 'done';
  const closeButton = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone: the keyboard goes on where the next step is.
  useEffect(() => closeButton.current?.focus(), []);
  return (
    <>
      <DialogHeader>
        <DialogTitle>{titleText(revision, isNothingNew, plan)}</DialogTitle>
        <DialogDescription aria-live="polite">
          {isNothingNew && `The draft is what revision ${revision} holds. `}
          {summary(states)}
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        {view.connectors.length === 0 ? (
          <p className="text-muted">The first connector that enrols gets this revision at once.</p>
        ) : (
          <>
            {isRolling && <WaveStrip plan={plan} connectors={view.connectors} />}
            <RolloutProgress connectors={view.connectors} revision={revision} />
          </>
        )}
      </DialogBody>
      <DialogFooter>
        <Button ref={closeButton} variant="primary" onClick={onClose}>
          {states.includes('waiting') || plan?.state === 'running' ? 'Close; it goes on' : 'Done'}
        </Button>
      </DialogFooter>
    </>
  );
}

function titleText(revision: number, isNothingNew: boolean, plan: RolloutPlanView | null): string {
  if (isNothingNew) return 'Nothing to publish';
  switch (plan?.state) {
    case 'running':
      return `Revision ${revision} goes out in waves`;
    case 'paused':
      return `The rollout of revision ${revision} is paused`;
    case 'stopped':
      return `The rollout of revision ${revision} was stopped`;
    case 'rolled-back':
      return `The rollout of revision ${revision} was rolled back`;
    case 'done':
    case undefined:
      return `Revision ${revision} is published`;
  }
}

function summary(states: readonly RolloutState[]): string {
  if (states.length === 0) return 'No connector is enrolled yet.';
  const count = (state: RolloutState) => states.filter((each) => each === state).length;
  const [served, refused, waiting, away] = [count('acknowledged'), count('refused'), count('waiting'), count('away')];
  const held = count('held');
  if (served === states.length) return served === 1 ? 'The connector serves it.' : `All ${served} connectors serve it.`;
  const parts = [`${served} of ${states.length} serve it`];
  if (refused > 0) parts.push(`${refused} refused it`);
  if (waiting > 0) parts.push(`${waiting} to answer`);
  if (away > 0) parts.push(`${away} offline`);
  if (held > 0) parts.push(`${held} in later waves`);
  return `${parts.join(', ')}.`;
}
