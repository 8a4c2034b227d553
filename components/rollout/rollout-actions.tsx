'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { connectionQuery } from '#components/connection/queries.ts';
import { callAction, useAction } from '#components/shell/use-action.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { RoleButton } from '#components/viewer/role-button.tsx';
import { pauseRolloutAction, resumeRolloutAction, stopRolloutAction } from '#lib/bff/actions/rollout.ts';
import type { RolloutPlanView } from '#lib/contracts/rollout-plan.ts';

type RolloutActionsProps = { connectionId: string; plan: RolloutPlanView };

/** What can be done about a rollout in its state. */
export function RolloutActions({ connectionId, plan }: RolloutActionsProps) {
  const isUnderWay = plan.state === 'running' || plan.state === 'paused';
  if (!isUnderWay && plan.state !== 'stopped') return null;
  return (
    <div className="flex flex-wrap gap-2">
      {plan.state === 'running' && <PauseButton connectionId={connectionId} />}
      {plan.state !== 'running' && <ResumeButton connectionId={connectionId} plan={plan} />}
      <StopButton connectionId={connectionId} plan={plan} />
    </div>
  );
}

function PauseButton({ connectionId }: { connectionId: string }) {
  const { run, isRunning, problem } = useAction(pauseRolloutAction);
  const client = useQueryClient();
  async function pause() {
    await run({ connectionId });
    await client.invalidateQueries({ queryKey: connectionQuery(connectionId).queryKey });
  }
  return (
    <>
      <RoleButton least="operator" size="small" isBusy={isRunning} onClick={() => void pause()}>
        Pause
      </RoleButton>
      {problem !== undefined && <p className="text-bad">{problem.message}</p>}
    </>
  );
}

function ResumeButton({ connectionId, plan }: RolloutActionsProps) {
  const [isAsking, setIsAsking] = useState(false);
  const client = useQueryClient();
  async function resume() {
    const outcome = await callAction(resumeRolloutAction, { connectionId });
    await client.invalidateQueries({ queryKey: connectionQuery(connectionId).queryKey });
    return outcome.ok ? undefined : outcome.problem.message;
  }
  return (
    <>
      <RoleButton least="operator" size="small" onClick={() => setIsAsking(true)}>
        Resume…
      </RoleButton>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Go on with revision ${plan.revision}?`}
        description={`Wave ${plan.wave + 1} of ${plan.waves} goes on: connectors that refused are asked once more, and the time it has to be healthy begins anew.`}
        confirmLabel="Resume"
        isDangerous={false}
        onConfirm={resume}
      />
    </>
  );
}

function StopButton({ connectionId, plan }: RolloutActionsProps) {
  const id = useId();
  const [isAsking, setIsAsking] = useState(false);
  const isStopped = plan.state === 'stopped';
  const [changed, setChanged] = useState<'stay' | 'go-back'>('go-back');
  const client = useQueryClient();
  async function stop() {
    const outcome = await callAction(stopRolloutAction, { connectionId, changed: isStopped ? 'go-back' : changed });
    await client.invalidateQueries({ queryKey: connectionQuery(connectionId).queryKey });
    return outcome.ok ? undefined : outcome.problem.message;
  }
  return (
    <>
      <RoleButton least="operator" size="small" variant="ghost" onClick={() => setIsAsking(true)}>
        {isStopped ? 'Roll back…' : 'Stop…'}
      </RoleButton>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={isStopped ? `Roll revision ${plan.revision} back?` : `Stop the rollout of revision ${plan.revision}?`}
        description={
          isStopped
            ? `The connectors that have it get back what revision ${plan.previousRevision} holds, under a new number. Nobody else notices anything; the draft stays as it is.`
            : 'No further connector gets it. The draft stays as it is.'
        }
        confirmLabel={isStopped ? 'Roll back' : 'Stop'}
        onConfirm={stop}
      >
        {!isStopped && (
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1 font-medium">The connectors that have it</legend>
            {ends.map(([value, label]) => (
              <label key={value} className="flex items-start gap-2">
                <input
                  type="radio"
                  name={`${id}-changed`}
                  className="mt-1 accent-accent"
                  checked={changed === value}
                  onChange={() => setChanged(value)}
                />
                {label} {value === 'go-back' && `(revision ${plan.previousRevision})`}
              </label>
            ))}
          </fieldset>
        )}
      </ConfirmDialog>
    </>
  );
}

const ends = [
  ['go-back', 'get back what ran before'],
  ['stay', 'keep it; the rollout can be resumed'],
] as const;
