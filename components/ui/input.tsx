'use client';

import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { useFieldControl } from '#components/ui/field.tsx';
import { inputStyles } from '#components/ui/input-styles.ts';

export function Input({ className, mono = false, ...rest }: ComponentProps<'input'> & { mono?: boolean }) {
  const control = useFieldControl();
  // 16 px on phones: below it iOS zooms the page in on focus.
  return (
    <input
      {...control}
      {...rest}
      className={cn(inputStyles, 'h-9 text-base sm:text-sm', mono && 'font-mono sm:text-[13px]', className)}
    />
  );
}
