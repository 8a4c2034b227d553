'use client';

import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId } from 'react';
import { cn } from '#components/ui/cn.ts';

type FieldControl = { id: string; describedBy: string | undefined; isInvalid: boolean };

const FieldContext = createContext<FieldControl | undefined>(undefined);

/** What an input inside a Field needs to be named and described by it. */
export function useFieldControl() {
  const field = useContext(FieldContext);
  if (field === undefined) return {};
  return {
    id: field.id,
    ...(field.describedBy === undefined ? {} : { 'aria-describedby': field.describedBy }),
    ...(field.isInvalid ? { 'aria-invalid': true } : {}),
  };
}

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
  className?: string;
};

export function Field({ label, hint, error, children, className }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [error === undefined ? '' : errorId, hint === undefined ? '' : hintId].filter(Boolean).join(' ');
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <FieldContext
        value={{ id, describedBy: describedBy === '' ? undefined : describedBy, isInvalid: error !== undefined }}
      >
        {children}
      </FieldContext>
      {error !== undefined && (
        <p id={errorId} className="flex items-start gap-1.5 text-bad">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span>{error}</span>
        </p>
      )}
      {hint !== undefined && (
        <div id={hintId} className="text-muted">
          {hint}
        </div>
      )}
    </div>
  );
}
