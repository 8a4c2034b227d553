'use client';

import { useId, useState } from 'react';
import { readChoice, type WaveChoice } from '#components/rollout/wave-choice.ts';
import { WavePicture } from '#components/rollout/wave-picture.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { ConnectorView } from '#lib/contracts/connector.ts';

type OrderSectionProps = {
  connectors: readonly ConnectorView[];
  choice: WaveChoice;
  onChange: (choice: WaveChoice) => void;
};

/** Whether a revision goes to all at once, or first to some. */
export function OrderSection({ connectors, choice, onChange }: OrderSectionProps) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">Order</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-1.5">
        {orders.map(([value, label]) => (
          <label key={value} className="flex items-center gap-2">
            <input
              type="radio"
              name={`${id}-order`}
              className="accent-accent"
              checked={choice.order === value}
              onChange={() => onChange({ ...choice, order: value })}
            />
            {label}
          </label>
        ))}
      </div>
      {choice.order === 'waves' && <WaveFields connectors={connectors} choice={choice} onChange={onChange} />}
    </fieldset>
  );
}

const orders = [
  ['all', 'All at once'],
  ['waves', 'In waves'],
] as const;

const times = [
  [10_000, '10 seconds'],
  [30_000, '30 seconds'],
  [120_000, '2 minutes'],
  [600_000, '10 minutes'],
  [3_600_000, '1 hour'],
  [14_400_000, '4 hours'],
  [86_400_000, '1 day'],
] as const;

function WaveFields({ connectors, choice, onChange }: OrderSectionProps) {
  const id = useId();
  const read = readChoice(choice);
  const others = connectors.length - choice.canary.length;
  return (
    <div className="flex flex-col gap-4 rounded-md border bg-sunken/40 p-3">
      <CanaryField connectors={connectors} choice={choice} onChange={onChange} />
      <div className="grid gap-4 sm:grid-cols-2">
        {others > 1 && (
          <Field label="Then the others up to, in percent" hint="Rising: 10 50. What is left is the last wave.">
            <Input
              value={choice.shares}
              inputMode="numeric"
              onChange={(event) => onChange({ ...choice, shares: event.target.value })}
            />
          </Field>
        )}
        <Field label="Each wave has to be healthy for" hint="Then the next one begins.">
          <Select
            value={String(choice.healthyForMs)}
            onChange={(event) => onChange({ ...choice, healthyForMs: Number(event.target.value) })}
            options={times.map(([ms, label]) => ({ value: String(ms), label }))}
          />
        </Field>
      </div>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">Where something is wrong</legend>
        {failures.map(([value, label]) => (
          <label key={value} className="flex items-start gap-2">
            <input
              type="radio"
              name={`${id}-failure`}
              className="mt-1 accent-accent"
              checked={choice.onFailure === value}
              onChange={() => onChange({ ...choice, onFailure: value })}
            />
            {label}
          </label>
        ))}
      </fieldset>
      {read.ok && read.wish !== undefined ? (
        <WavePicture connectors={connectors} wish={read.wish} />
      ) : (
        <p className="text-attention" role="status">
          {read.ok ? '' : read.sentence}
        </p>
      )}
    </div>
  );
}

const failures = [
  ['stop', 'Stop: who has it keeps it, nobody else gets it'],
  ['roll-back', 'Stop and roll back: who has it gets back what ran before'],
] as const;

/** More than these are found by their name. */
const shownAtOnce = 12;

function CanaryField({ connectors, choice, onChange }: OrderSectionProps) {
  const id = useId();
  const [wanted, setWanted] = useState('');
  const chosen = new Set(choice.canary);
  const isMany = connectors.length > shownAtOnce;
  const fitting = connectors.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const shown = isMany ? fitting.slice(0, shownAtOnce) : fitting;
  const left = fitting.length - shown.length;

  function choose(connectorId: string, isChosen: boolean) {
    const canary = choice.canary.filter((each) => each !== connectorId);
    onChange({ ...choice, canary: isChosen ? [...canary, connectorId] : canary });
  }

  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">First</legend>
      {isMany && (
        <Field label="Find a connector by name">
          <Input value={wanted} onChange={(event) => setWanted(event.target.value)} autoComplete="off" />
        </Field>
      )}
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        {shown.map((connector) => (
          <span key={connector.id} className="flex min-w-0 items-center gap-2">
            <Checkbox
              id={`${id}-${connector.id}`}
              checked={chosen.has(connector.id)}
              onCheckedChange={(checked) => choose(connector.id, checked === true)}
            />
            <label htmlFor={`${id}-${connector.id}`} className="min-w-0 break-words">
              {connector.name}
              {connector.state !== 'online' && <span className="text-muted"> (offline)</span>}
            </label>
          </span>
        ))}
      </div>
      {left > 0 && <p className="text-muted">And {left.toLocaleString('en')} more: type a part of the name.</p>}
      {isMany && chosen.size > 0 && (
        <p className="text-muted">
          Chosen:{' '}
          {connectors
            .filter((one) => chosen.has(one.id))
            .map((one) => one.name)
            .slice(0, 20)
            .join(', ')}
          {chosen.size > 20 && ` and ${chosen.size - 20} more`}
        </p>
      )}
    </fieldset>
  );
}
