'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { type AuditSearch, isNarrowed, noSearch } from '#components/audit/audit-filter.ts';
import { connectionsQuery } from '#components/connection/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { auditVerbLabel, auditVerbs } from '#lib/contracts/audit-verbs.ts';

type AuditFiltersProps = {
  search: AuditSearch;
  onChange: (search: AuditSearch) => void;
  /** E-mail addresses to choose from. */
  people: readonly string[];
};

const byLabel = auditVerbs
  .map((verb) => ({ value: verb, label: auditVerbLabel(verb) }))
  .sort((a, b) => a.label.localeCompare(b.label, 'en'));

/** Somebody who types is not asked for every letter. */
const typingMs = 400;

export function AuditFilters({ search, onChange, people }: AuditFiltersProps) {
  const connections = useQuery(connectionsQuery()).data ?? [];
  const change = (part: Partial<AuditSearch>) => onChange({ ...search, ...part });
  return (
    <search aria-label="Filters" className="grid grid-cols-2 items-end gap-x-3 gap-y-2 lg:flex lg:flex-wrap">
      <Field label="Who" className="col-span-2 lg:w-60">
        <WhoBox value={search.who} people={people} onChange={(who) => change({ who })} />
      </Field>
      <Field label="Did what" className="lg:w-56">
        <Select
          value={search.verb}
          onChange={(event) => change({ verb: event.target.value })}
          options={[{ value: '', label: 'anything' }, ...byLabel]}
        />
      </Field>
      <Field label="Connection" className="lg:w-44">
        <Select
          value={search.connectionId}
          onChange={(event) => change({ connectionId: event.target.value })}
          options={[{ value: '', label: 'all' }, ...connections.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </Field>
      <Field label="From" className="lg:w-38">
        <Input type="date" value={search.from} onChange={(event) => change({ from: event.target.value })} />
      </Field>
      <Field label="Until" className="lg:w-38">
        <Input type="date" value={search.to} onChange={(event) => change({ to: event.target.value })} />
      </Field>
      {search.subject !== '' && (
        <Field label="To what" className="col-span-2 lg:w-52">
          <Select
            value={search.subject}
            onChange={(event) => change({ subject: event.target.value })}
            options={[
              { value: '', label: 'anything' },
              { value: search.subject, label: search.subject },
            ]}
          />
        </Field>
      )}
      {isNarrowed(search) && (
        <Button variant="ghost" className="w-fit" onClick={() => onChange(noSearch)}>
          Clear
        </Button>
      )}
    </search>
  );
}

function WhoBox({
  value,
  people,
  onChange,
}: {
  value: string;
  people: readonly string[];
  onChange: (who: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  const list = useId();
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
    <>
      <Input
        type="search"
        list={list}
        value={typed}
        placeholder="whole e-mail address"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        maxLength={320}
        onChange={(event) => setTyped(event.target.value)}
      />
      <datalist id={list}>
        {people.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
