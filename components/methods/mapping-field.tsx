'use client';

import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { type MappingRule, mappingAttributes, mappingSourceNames, mappingSources } from '#lib/core/mapping-rule.ts';

type MappingFieldProps = {
  value: readonly MappingRule[];
  onChange: (value: MappingRule[]) => void;
  /** By place of the rule. */
  problems: readonly (string | undefined)[];
};

const sources = mappingSources.map((source) => ({ value: source, label: mappingSourceNames[source] }));

/** Ordered rules from a client certificate to a directory user. */
export function MappingField({ value, onChange, problems }: MappingFieldProps) {
  const listId = useId();
  const change = (at: number, rule: MappingRule) => onChange(value.with(at, rule));
  const move = (at: number, by: number) => {
    const rule = value[at];
    if (rule !== undefined) onChange(value.toSpliced(at, 1).toSpliced(at + by, 0, rule));
  };
  return (
    <div className="flex flex-col gap-2">
      <datalist id={listId}>
        {mappingAttributes.map((attribute) => (
          <option key={attribute} value={attribute} />
        ))}
      </datalist>
      <ol className="flex flex-col gap-2">
        {value.map((rule, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place; two may be alike while they are typed.
          <li key={at} className="flex flex-wrap items-center gap-2">
            <div className="flex min-w-0 items-center gap-2 max-sm:basis-full">
              <span className="w-5 shrink-0 text-right text-muted tabular-nums">{at + 1}.</span>
              <Select
                aria-label={`Rule ${at + 1}: from the certificate`}
                className="w-auto max-sm:flex-1"
                options={sources}
                value={rule.source}
                onChange={(event) => {
                  const source = mappingSources.find((one) => one === event.target.value);
                  if (source !== undefined) change(at, { ...rule, source });
                }}
              />
              <span className="shrink-0 text-muted">is the directory’s</span>
            </div>
            <div className="flex min-w-0 items-center gap-2 max-sm:basis-full max-sm:pl-7">
              <div className="w-56 max-sm:flex-1">
                <Input
                  mono
                  aria-label={`Rule ${at + 1}: directory attribute`}
                  list={listId}
                  spellCheck={false}
                  autoComplete="off"
                  aria-invalid={problems[at] !== undefined}
                  value={rule.attribute}
                  onChange={(event) => change(at, { ...rule, attribute: event.target.value })}
                />
              </div>
              <div className="flex">
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={`Rule ${at + 1} earlier`}
                  disabled={at === 0}
                  onClick={() => move(at, -1)}
                >
                  <ArrowUp aria-hidden="true" />
                </Button>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={`Rule ${at + 1} later`}
                  disabled={at === value.length - 1}
                  onClick={() => move(at, 1)}
                >
                  <ArrowDown aria-hidden="true" />
                </Button>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={`Remove rule ${at + 1}`}
                  disabled={value.length === 1}
                  onClick={() => onChange(value.toSpliced(at, 1))}
                >
                  <X aria-hidden="true" />
                </Button>
              </div>
            </div>
            {problems[at] !== undefined && <p className="basis-full pl-7 text-bad">{problems[at]}</p>}
          </li>
        ))}
      </ol>
      <div className="pl-7">
        <Button
          size="small"
          disabled={value.length >= 20}
          onClick={() => onChange([...value, { source: 'sid', attribute: 'objectSid' }])}
        >
          <Plus aria-hidden="true" />
          Add a rule
        </Button>
      </div>
    </div>
  );
}
