'use client';

import { RetryButton } from '#components/rollout/retry-button.tsx';
import { RolloutActions } from '#components/rollout/rollout-actions.tsx';
import { faultSentence } from '#components/rollout/rollout-words.ts';
import { WaveStrip } from '#components/rollout/wave-strip.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { RolloutPlanView } from '#lib/contracts/rollout-plan.ts';

/** Under the header of a connection: what goes out in waves, how far it is, and what can be done about it. */
export function RolloutPanel({ view, plan }: { view: ConnectionView; plan: RolloutPlanView }) {
  const title = `Revision ${plan.revision}`;
  const { fault } = plan;
  const atFault = fault === null ? undefined : view.connectors.find(({ id }) => id === fault.connectorId);
  const canRetry = plan.state === 'stopped' && atFault?.rollout?.state === 'refused';
  return (
    <section
      aria-label={`Rollout of revision ${plan.revision}`}
      className="flex flex-col gap-3 border-b bg-surface px-4 py-3 lg:px-8"
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-72 flex-col gap-0.5">
          <h2 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
            {title}
            <Badge tone={tones[plan.state]}>{words[plan.state]}</Badge>
          </h2>
          <p className="max-w-prose text-pretty text-muted" aria-live="polite">
            {fault === null ? stateSentence(plan) : `${faultSentence(fault)} ${afterFault(plan)}`}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {canRetry && atFault !== undefined && <RetryButton connector={atFault} />}
          <RolloutActions connectionId={view.id} plan={plan} />
        </div>
      </div>
      {plan.state !== 'rolled-back' && <WaveStrip plan={plan} connectors={view.connectors} />}
    </section>
  );
}

const tones: Record<RolloutPlanView['state'], Tone> = {
  running: 'accent',
  paused: 'attention',
  stopped: 'bad',
  done: 'good',
  'rolled-back': 'attention',
};

const words: Record<RolloutPlanView['state'], string> = {
  running: 'goes out in waves',
  paused: 'paused',
  stopped: 'stopped',
  done: 'on all connectors',
  'rolled-back': 'rolled back',
};

function stateSentence({ state, previousRevision, wave, waves }: RolloutPlanView): string {
  switch (state) {
    case 'running':
      return `Sign-ins go by revision ${previousRevision} until all ${waves} waves are done.`;
    case 'paused':
      return `No connector is asked until it is resumed. Sign-ins go by revision ${previousRevision}.`;
    case 'stopped':
      return `Stopped at wave ${wave + 1} of ${waves}. Connectors that have it keep it; sign-ins go by revision ${previousRevision}.`;
    case 'rolled-back':
      return `Connectors that had it were given back what revision ${previousRevision} holds. What was published is still in the draft.`;
    case 'done':
      return 'It runs.';
  }
}

function afterFault({ state, previousRevision, wave, waves, fallbackRevision }: RolloutPlanView): string {
  if (state !== 'rolled-back')
    return `So it stopped at wave ${wave + 1} of ${waves}, and all others still serve revision ${previousRevision}.`;
  const back =
    fallbackRevision === null
      ? 'nobody had taken it over'
      : `revision ${fallbackRevision} brought revision ${previousRevision} back to those who had it`;
  return `So it stopped at wave ${wave + 1} of ${waves}: ${back}, and all others never saw it.`;
}
