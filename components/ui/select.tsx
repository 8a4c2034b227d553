'use client';

import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { useFieldControl } from '#components/ui/field.tsx';
import { inputStyles } from '#components/ui/input-styles.ts';

type SelectProps = Omit<ComponentProps<'select'>, 'children'> & {
  options: readonly { readonly value: string; readonly label: string }[];
};

/** The browser’s own list: it knows telephones, keyboards and screen readers better than one made by hand. */
export function Select({ options, className, ...rest }: SelectProps) {
  const control = useFieldControl();
  return (
    <select {...control} {...rest} className={cn(inputStyles, 'h-9 text-base sm:text-sm', className)}>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
