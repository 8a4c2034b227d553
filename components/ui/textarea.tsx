'use client';

import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { useFieldControl } from '#components/ui/field.tsx';
import { inputStyles } from '#components/ui/input-styles.ts';

export function Textarea({ className, mono = false, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }) {
  const control = useFieldControl();
  return (
    <textarea
      rows={4}
      {...control}
      {...rest}
      className={cn(inputStyles, 'py-2 text-base sm:text-sm', mono && 'font-mono sm:text-[13px]', className)}
    />
  );
}
