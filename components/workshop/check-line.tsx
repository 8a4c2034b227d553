'use client';

import { type ReactNode, useId } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';

type CheckLineProps = { isChecked: boolean; onChange: (isChecked: boolean) => void; children: ReactNode };

/** A checkbox with its words beside it, all of which may be pressed. */
export function CheckLine({ isChecked, onChange, children }: CheckLineProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <Checkbox
        id={id}
        className="mt-0.5"
        checked={isChecked}
        onCheckedChange={(checked) => onChange(checked === true)}
      />
      <label htmlFor={id} className="min-w-0 break-words">
        {children}
      </label>
    </div>
  );
}
