'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { connectionsQuery } from '#components/connection/queries.ts';
import { isNarrowed, type LogFilter, noFilter, periodNames, readLogFilter } from '#components/sign-ins/log-filter.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';
import { methodName, methods } from '#lib/flow/flow-settings.ts';

type LogFiltersProps = {
  filter: LogFilter;
  onChange: (filter: LogFilter) => void;
  /** The page belongs to one connection, which is not to be chosen. */
  isConnectionFixed: boolean;
};

/** Somebody who types is not asked for every letter. */
const typingMs = 300;

export function LogFilters({ filter, onChange, isConnectionFixed }: LogFiltersProps) {
  const connections = useQuery(connectionsQuery()).data ?? [];
  const change = (name: keyof LogFilter, value: string) => {
    const search = new Map<string, string>([
      ['connection', name === 'connectionId' ? value : filter.connectionId],
      ['result', name === 'state' ? value : filter.state],
      ['method', name === 'method' ? value : filter.method],
      ['reason', name === 'reason' ? value : filter.reason],
      ['text', name === 'text' ? value : filter.text],
      ['since', name === 'period' ? value : filter.period],
    ]);
    onChange(readLogFilter({ get: (key) => search.get(key) ?? null }));
  };
  return (
    <search aria-label="Filters" className="grid grid-cols-2 items-end gap-x-3 gap-y-2 lg:flex lg:flex-wrap">
      <Field label="Search" className="col-span-2 lg:w-72">
        <SearchBox value={filter.text} onChange={(text) => change('text', text)} />
      </Field>
      {!isConnectionFixed && connections.length > 1 && (
        <Field label="Connection" className="lg:w-44">
          <Select
            value={filter.connectionId}
            onChange={(event) => change('connectionId', event.target.value)}
            options={[{ value: '', label: 'all' }, ...connections.map(({ id, name }) => ({ value: id, label: name }))]}
          />
        </Field>
      )}
      <Field label="Result" className="lg:w-32">
        <Select
          value={filter.state}
          onChange={(event) => change('state', event.target.value)}
          options={[
            { value: '', label: 'any' },
            { value: 'signed-in', label: 'signed in' },
            { value: 'refused', label: 'refused' },
            { value: 'open', label: 'not at an end' },
          ]}
        />
      </Field>
      <Field label="Method tried" className="lg:w-40">
        <Select
          value={filter.method}
          onChange={(event) => change('method', event.target.value)}
          options={[
            { value: '', label: 'any' },
            ...methods.map((method) => ({ value: method, label: methodName(method) })),
          ]}
        />
      </Field>
      <Field label="When" className="lg:w-36">
        <Select
          value={filter.period}
          onChange={(event) => change('period', event.target.value)}
          options={[
            { value: '', label: 'any time' },
            ...Object.entries(periodNames).map(([value, label]) => ({ value, label })),
          ]}
        />
      </Field>
      {filter.reason !== '' && (
        <Field label="Reason" className="lg:w-52">
          <Select
            value={filter.reason}
            onChange={(event) => change('reason', event.target.value)}
            options={[
              { value: '', label: 'any' },
              { value: filter.reason, label: signInReason(filter.reason).title },
            ]}
          />
        </Field>
      )}
      {isNarrowed(filter) && (
        <Button
          variant="ghost"
          className="w-fit"
          onClick={() => onChange({ ...noFilter, connectionId: isConnectionFixed ? filter.connectionId : '' })}
        >
          Clear
        </Button>
      )}
    </search>
  );
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  // Cleared, or gone back to, from elsewhere.
  if (value !== shown) {
    setShown(value);
    if (value !== typed.trim()) setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => onChange(typed.trim()), typingMs);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <Input
      type="search"
      value={typed}
      placeholder="name, address, block or incident id"
      spellCheck={false}
      autoComplete="off"
      maxLength={200}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
