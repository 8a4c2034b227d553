'use client';

import { ChevronDown } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { useFieldControl } from '#components/ui/field.tsx';
import { inputStyles } from '#components/ui/input.tsx';

type SelectProps<Value extends string> = {
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
  ariaLabel?: string;
  disabled?: boolean;
  className?: string;
};

/** The platform's own list: it knows every keyboard and every telephone. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, onValueChange, options, ariaLabel, disabled, className } = props;
  const control = useFieldControl();
  return (
    <span className={cn('relative inline-flex min-w-0', className)}>
      <select
        {...control}
        aria-label={ariaLabel}
        disabled={disabled}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onValueChange(chosen.value);
        }}
        className={cn(inputStyles, 'h-9 appearance-none pr-8 text-base sm:text-sm')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
