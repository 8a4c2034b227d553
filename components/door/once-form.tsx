'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { cn } from '#components/ui/cn.ts';

type OnceFormProps = { action: string; ariaLabel?: string; className?: string; children: ReactNode };

/**
 * A plain form that is sent once: a second press would be a second try, and wrong passwords are counted. Works without scripts as any
 * form does.
 */
export function OnceForm({ action, ariaLabel, className, children }: OnceFormProps) {
  const [isSent, setIsSent] = useState(false);
  useEffect(() => {
    // A page that comes back out of the browser's memory was sent before, but not now.
    const wake = () => setIsSent(false);
    addEventListener('pageshow', wake);
    return () => removeEventListener('pageshow', wake);
  }, []);
  return (
    <form
      method="post"
      action={action}
      aria-label={ariaLabel}
      aria-busy={isSent}
      onSubmit={(event) => {
        if (isSent) event.preventDefault();
        else setIsSent(true);
      }}
      className={cn(isSent && '[&_button]:opacity-55', className)}
    >
      {children}
    </form>
  );
}
