import type { ReactNode } from 'react';

/** Says the one next thing to do, with its button. */
export function EmptyState({ title, text, action }: { title: string; text: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-md border border-dashed border-line-strong px-5 py-6">
      <div className="flex max-w-prose flex-col gap-1">
        <p className="font-semibold">{title}</p>
        <div className="text-muted">{text}</div>
      </div>
      {action}
    </div>
  );
}
