'use client';

import { useId } from 'react';
import { cn } from '#components/ui/cn.ts';

type ChoiceBarProps<Value extends string> = {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { readonly value: Value; readonly label: string; readonly isDisabled?: boolean }[];
};

/** One of a few, side by side; radio buttons underneath, so that arrow keys and screen readers know what to do. */
export function ChoiceBar<Value extends string>({ label, value, onChange, options }: ChoiceBarProps<Value>) {
  const name = useId();
  return (
    <fieldset className="flex rounded-md border border-line-strong/60 bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            'relative flex h-7 items-center rounded-sm px-2.5 text-xs font-medium whitespace-nowrap text-muted has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent',
            option.value === value && 'bg-surface text-ink shadow-[0_0_0_1px_var(--color-line-strong)]',
            option.isDisabled !== true && 'cursor-pointer hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.isDisabled}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-[inherit] opacity-0"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
