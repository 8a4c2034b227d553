'use client';

import type { ReactNode } from 'react';
import { AddressChips } from '#components/flow/address-chips.tsx';
import { ChoiceBar } from '#components/flow/choice-bar.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { DryRunSettings } from '#lib/contracts/dry-run.ts';
import type { RecentAddressView } from '#lib/contracts/sign-in.ts';

/** As typed. `time` is what a datetime-local input holds, empty for now; `connectorId` is empty for any. */
export type DryRunFields = {
  readonly address: string;
  readonly time: string;
  readonly userName: string;
  readonly connectorId: string;
  readonly settings: DryRunSettings;
};

type DryRunFormProps = {
  connection: ConnectionView;
  viewer: string | undefined;
  recent: readonly RecentAddressView[];
  fields: DryRunFields;
  addressProblem: string | undefined;
  onChange: (changed: Partial<DryRunFields>) => void;
  onRun: () => void;
  isRunning: boolean;
  /** What is wanted before it can run; undefined where nothing is. */
  wanting: string | undefined;
  /** Where certificates are dropped. */
  children: ReactNode;
};

export function DryRunForm(props: DryRunFormProps) {
  const { connection, fields, onChange, onRun, isRunning, wanting } = props;
  const { connectors, running, draft } = connection;
  const changes = draft.changes.length;
  return (
    <form
      aria-label="What is tried"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRunning) onRun();
      }}
    >
      {props.children}
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <Field label="Address" className="min-w-52 flex-1 sm:max-w-72" error={props.addressProblem}>
          <Input
            mono
            value={fields.address}
            placeholder="where the person comes from"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ address: event.target.value })}
          />
        </Field>
        <AddressChips
          viewer={props.viewer}
          connectors={connectors}
          recent={props.recent}
          current={fields.address.trim()}
          onChoose={(address) => onChange({ address })}
        />
      </div>
      <div className="grid gap-x-3 gap-y-3 sm:grid-cols-3">
        <Field label="User name" hint="Without a certificate, or beside it.">
          <Input
            value={fields.userName}
            placeholder="not needed with a certificate"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="none"
            maxLength={256}
            onChange={(event) => onChange({ userName: event.target.value })}
          />
        </Field>
        <Field label="Time" hint="Empty: now. Revocation and the directory are always as of now.">
          <Input
            type="datetime-local"
            value={fields.time}
            onChange={(event) => onChange({ time: event.target.value })}
          />
        </Field>
        <Field label="Asked live from" hint="Looks up revocation and the directory.">
          <Select
            value={fields.connectorId}
            onChange={(event) => onChange({ connectorId: event.target.value })}
            options={[
              { value: '', label: 'any connector that is online' },
              ...connectors.map(({ id, name, state }) => ({
                value: id,
                label: state === 'online' ? name : `${name} (not online)`,
              })),
            ]}
          />
        </Field>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <ChoiceBar
          label="Judged by"
          value={fields.settings}
          onChange={(settings) => onChange({ settings })}
          options={[
            {
              value: 'running',
              label: running === null ? 'Nothing runs yet' : `Running (rev ${running.revision})`,
              isDisabled: running === null,
            },
            { value: 'draft', label: changes === 0 ? 'Draft' : `Draft (${changes})` },
          ]}
        />
        <div className="flex flex-wrap items-center gap-3">
          {wanting !== undefined && <p className="text-muted">{wanting}</p>}
          <Button type="submit" variant="primary" isBusy={isRunning} disabled={wanting !== undefined}>
            Run
          </Button>
        </div>
      </div>
    </form>
  );
}
