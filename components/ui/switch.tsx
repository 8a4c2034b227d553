'use client';

import { Switch as RadixSwitch } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { useFieldControl } from '#components/ui/field.tsx';

export function Switch({ className, ...rest }: ComponentProps<typeof RadixSwitch.Root>) {
  const control = useFieldControl();
  return (
    <RadixSwitch.Root
      {...control}
      {...rest}
      className={cn(
        'inline-flex h-6 w-10 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-0.5 transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-55',
        className,
      )}
    >
      <RadixSwitch.Thumb className="block size-4 rounded-full bg-muted transition-transform data-[state=checked]:translate-x-[17px] data-[state=checked]:bg-on-accent" />
    </RadixSwitch.Root>
  );
}
