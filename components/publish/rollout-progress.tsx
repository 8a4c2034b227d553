'use client';

import { Circle, CircleAlert, CircleCheck, CloudOff } from 'lucide-react';
import { RefusalNotice } from '#components/publish/refusal-notice.tsx';
import { SelfTestList } from '#components/publish/self-test-list.tsx';
import { RetryButton } from '#components/rollout/retry-button.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { ConnectorView } from '#lib/contracts/connector.ts';

export type RolloutState = 'acknowledged' | 'refused' | 'waiting' | 'away' | 'held';

/** How far one connector is with a revision. */
export function rolloutState(connector: ConnectorView, revision: number): RolloutState {
  const { rollout } = connector;
  const isAnswered = rollout?.state === 'acknowledged' || rollout?.state === 'refused';
  if (rollout !== null && rollout.revision >= revision && isAnswered) return rollout.state;
  if (connector.runningRevision === revision) return 'acknowledged';
  if (rollout?.revision === revision && rollout.state === 'held') return 'held';
  return connector.state === 'online' ? 'waiting' : 'away';
}

/** One line a connector, moving as they answer. */
export function RolloutProgress({ connectors, revision }: { connectors: readonly ConnectorView[]; revision: number }) {
  return (
    <ul aria-label={`Revision ${revision} on each connector`} className="flex flex-col divide-y divide-line">
      {connectors.map((connector) => (
        <RolloutLine key={connector.id} connector={connector} revision={revision} />
      ))}
    </ul>
  );
}

function RolloutLine({ connector, revision }: { connector: ConnectorView; revision: number }) {
  const state = rolloutState(connector, revision);
  const rollout = connector.rollout?.revision === revision ? connector.rollout : null;
  return (
    <li className="flex flex-col gap-1.5 py-2.5 first:pt-0 last:pb-0" data-state={state}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="flex min-w-0 flex-1 basis-40 items-center gap-2 font-medium">
          <StateSign state={state} />
          <span className="truncate">{connector.name}</span>
        </span>
        <span className="text-muted">
          {state === 'waiting' && 'waiting for its answer'}
          {state === 'held' && 'in a later wave'}
          {state === 'away' && 'offline: takes it over when it comes back'}
          {state === 'refused' && 'refused'}
          {state === 'acknowledged' && (
            <>
              serves revision {revision}
              {rollout?.tookMs != null && ` · ${seconds(rollout.tookMs)}`}
            </>
          )}
        </span>
      </div>
      {rollout !== null && rollout.tests.length > 0 && (
        <div className="animate-appear pl-6">
          <SelfTestList tests={rollout.tests} />
        </div>
      )}
      {rollout?.state === 'refused' && (
        <div className="animate-appear pl-6">
          <RefusalNotice rollout={rollout} running={connector.runningRevision} />
          <div className="mt-1.5">
            <RetryButton connector={connector} />
          </div>
        </div>
      )}
    </li>
  );
}

function StateSign({ state }: { state: RolloutState }) {
  const shape = 'size-4 shrink-0';
  switch (state) {
    case 'acknowledged':
      return <CircleCheck aria-hidden="true" className={`${shape} animate-appear text-good`} />;
    case 'refused':
      return <CircleAlert aria-hidden="true" className={`${shape} animate-appear text-bad`} />;
    case 'away':
      return <CloudOff aria-hidden="true" className={`${shape} text-attention`} />;
    case 'held':
      return <Circle aria-hidden="true" className={`${shape} text-muted`} />;
    case 'waiting':
      return <Spinner className="text-accent" />;
  }
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
