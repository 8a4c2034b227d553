import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';

/** Scrolls sideways by itself where it is too wide, and can be scrolled by keyboard then. */
export function Table({ className, 'aria-label': label, ...rest }: ComponentProps<'table'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section aria-label={label} tabIndex={0} className="overflow-x-auto rounded-md border bg-surface">
      <table aria-label={label} {...rest} className={cn('w-full border-collapse text-left', className)} />
    </section>
  );
}

export function TableHead(props: ComponentProps<'thead'>) {
  return <thead {...props} className={cn('border-b bg-sunken text-xs text-muted', props.className)} />;
}

export function TableBody(props: ComponentProps<'tbody'>) {
  return <tbody {...props} className={cn('divide-y divide-line', props.className)} />;
}

export function TableRow(props: ComponentProps<'tr'>) {
  return <tr {...props} className={cn('align-top', props.className)} />;
}

export function TableHeader(props: ComponentProps<'th'>) {
  return <th scope="col" {...props} className={cn('px-3 py-2 font-medium whitespace-nowrap', props.className)} />;
}

export function TableCell(props: ComponentProps<'td'>) {
  return <td {...props} className={cn('px-3 py-2', props.className)} />;
}
