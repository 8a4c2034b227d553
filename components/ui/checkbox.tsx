'use client';

import { Check, Minus } from 'lucide-react';
import { Checkbox as RadixCheckbox } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { useFieldControl } from '#components/ui/field.tsx';

export function Checkbox({ className, ...rest }: ComponentProps<typeof RadixCheckbox.Root>) {
  const control = useFieldControl();
  return (
    <RadixCheckbox.Root
      {...control}
      {...rest}
      className={cn(
        'group inline-flex size-[18px] shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface text-on-accent data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent disabled:opacity-55',
        className,
      )}
    >
      <RadixCheckbox.Indicator>
        <Check aria-hidden="true" className="size-3.5 group-data-[state=indeterminate]:hidden" strokeWidth={3} />
        <Minus aria-hidden="true" className="size-3.5 group-data-[state=checked]:hidden" strokeWidth={3} />
      </RadixCheckbox.Indicator>
    </RadixCheckbox.Root>
  );
}
