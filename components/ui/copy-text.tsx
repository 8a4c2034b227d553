'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cn } from '#components/ui/cn.ts';

type CopyTextProps = {
  text: string;
  /** Shown instead of the text, where the text is long; the whole text is copied. */
  shown?: string;
  mono?: boolean;
  /** Breaks over lines instead of ending in an ellipsis. */
  wraps?: boolean;
  className?: string;
};

/** A technical fact with its copy button. */
export function CopyText({ text, shown, mono = true, wraps = false, className }: CopyTextProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 1_500);
    return () => clearTimeout(timer);
  }, [state]);

  function copy() {
    // Absent on plain http from another host.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    if (clipboard === undefined) setState('refused');
    else
      clipboard.writeText(text).then(
        () => setState('copied'),
        () => setState('refused'),
      );
  }

  return (
    <span className={cn('inline-flex max-w-full min-w-0 items-start gap-1', className)}>
      <span
        className={cn('min-w-0', mono && 'font-mono text-[13px]', wraps ? 'break-all' : 'truncate')}
        title={wraps ? undefined : text}
      >
        {shown ?? text}
      </span>
      <button
        type="button"
        onClick={copy}
        aria-label={state === 'copied' ? 'Copied' : `Copy ${shown ?? text}`}
        className="mt-px inline-flex size-5 shrink-0 items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-ink"
      >
        {state === 'copied' ? (
          <Check aria-hidden="true" className="size-3.5 text-good" />
        ) : (
          <Copy aria-hidden="true" className="size-3.5" />
        )}
      </button>
      <span aria-live="polite" className={state === 'refused' ? 'text-xs text-bad' : 'sr-only'}>
        {state === 'copied' && 'Copied'}
        {state === 'refused' && 'The browser does not allow copying here; select the text by hand.'}
      </span>
    </span>
  );
}
