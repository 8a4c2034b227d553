'use client';

import { Circle, CircleAlert, CircleCheck, CirclePause } from 'lucide-react';
import { lengthText } from '#components/rollout/rollout-words.ts';
import { Spinner } from '#components/ui/spinner.tsx';
import { useNow } from '#components/ui/use-now.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import type { RolloutPlanView } from '#lib/contracts/rollout-plan.ts';

type WaveStripProps = { plan: RolloutPlanView; connectors: readonly ConnectorView[] };
type WaveState = 'done' | 'now' | 'paused' | 'failed' | 'ahead';

/** A strip per wave, moving as its connectors answer. */
export function WaveStrip({ plan, connectors }: WaveStripProps) {
  const waves = Array.from({ length: plan.waves }, (_, wave) => membersOf(connectors, plan, wave));
  return (
    <ol
      aria-label={`Waves of revision ${plan.revision}`}
      className="grid gap-x-3 gap-y-3 sm:auto-cols-fr sm:grid-flow-col"
    >
      {waves.map((members, wave) => {
        const state = waveState(plan, wave);
        const serving = members.filter(({ rollout }) => rollout?.state === 'acknowledged').length;
        const refused = members.filter(({ rollout }) => rollout?.state === 'refused').length;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a wave is its number.
          <li key={wave} data-state={state} className="flex min-w-0 flex-col gap-1">
            <span className="flex items-center gap-1.5">
              <WaveSign state={state} />
              <span className="font-medium">Wave {wave + 1}</span>
              <span className="text-muted">
                {serving} of {members.length}
              </span>
            </span>
            <span aria-hidden="true" className="flex h-2 overflow-hidden rounded-sm bg-sunken">
              <span
                style={{ width: share(serving, members.length) }}
                className="bg-accent transition-[width] duration-300 motion-reduce:transition-none"
              />
              <span style={{ width: share(refused, members.length) }} className="bg-bad" />
            </span>
            <span className="text-xs text-muted">
              <WaveWords plan={plan} wave={wave} state={state} members={members} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function membersOf(connectors: readonly ConnectorView[], { revision }: RolloutPlanView, wave: number) {
  return connectors.filter(({ rollout }) => rollout?.revision === revision && rollout.wave === wave);
}

function share(part: number, all: number): string {
  return all === 0 ? '0' : `${(100 * part) / all}%`;
}

function waveState({ state, wave: current, fault }: RolloutPlanView, wave: number): WaveState {
  if (state === 'done' || wave < current) return 'done';
  if (wave > current) return 'ahead';
  if (state === 'running') return 'now';
  return fault === null ? 'paused' : 'failed';
}

type WaveWordsProps = { plan: RolloutPlanView; wave: number; state: WaveState; members: readonly ConnectorView[] };

function WaveWords({ plan, wave, state, members }: WaveWordsProps) {
  switch (state) {
    case 'done':
      return 'healthy';
    case 'failed':
      return 'stopped here';
    case 'paused':
      return plan.state === 'paused' ? 'paused here' : 'stopped here';
    case 'ahead':
      return plan.state === 'stopped' ? 'not asked' : 'waits for its turn';
    case 'now':
      return <WaitWords plan={plan} isLast={wave === plan.waves - 1} total={members.length} />;
  }
}

function WaitWords({ plan, isLast }: { plan: RolloutPlanView; isLast: boolean; total: number }) {
  const now = useNow();
  const { waitsFor } = plan;
  if (waitsFor === null) return 'is being asked';
  const left = waitsFor.until === undefined || now === undefined ? undefined : waitsFor.until - now;
  switch (waitsFor.because) {
    case 'answers':
      return left === undefined ? 'waits for answers' : `waits for answers, ${lengthText(left)} at most`;
    case 'nobody-linked':
      return 'waits for one of its connectors to come online';
    case 'health':
      if (left === undefined) return 'serves; has to stay healthy';
      return `${isLast ? 'done' : 'next wave'} in ${lengthText(left)} if it stays healthy`;
  }
}

function WaveSign({ state }: { state: WaveState }) {
  const shape = 'size-4 shrink-0';
  switch (state) {
    case 'done':
      return <CircleCheck aria-hidden="true" className={`${shape} text-good`} />;
    case 'failed':
      return <CircleAlert aria-hidden="true" className={`${shape} text-bad`} />;
    case 'paused':
      return <CirclePause aria-hidden="true" className={`${shape} text-attention`} />;
    case 'ahead':
      return <Circle aria-hidden="true" className={`${shape} text-muted`} />;
    case 'now':
      return <Spinner className="text-accent" />;
  }
}
