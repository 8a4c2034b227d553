import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Tone, toneIcons } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';

const tones: Record<Tone, string> = {
  good: 'border-good/40 bg-good-soft [&>svg]:text-good',
  attention: 'border-attention/40 bg-attention-soft [&>svg]:text-attention',
  bad: 'border-bad/40 bg-bad-soft [&>svg]:text-bad',
  neutral: 'bg-surface [&>svg]:text-muted',
  accent: 'border-accent/40 bg-accent-soft [&>svg]:text-accent',
};

type NoticeProps = { tone: Tone; title: ReactNode; children?: ReactNode; action?: ReactNode; className?: string };

/** What happened, to which thing, what to do. Bad ones are read out at once. */
export function Notice({ tone, title, children, action, className }: NoticeProps) {
  const Icon = tone === 'neutral' || tone === 'accent' ? Info : toneIcons[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cn('flex items-start gap-2.5 rounded-md border px-3 py-2.5', tones[tone], className)}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-medium text-pretty">{title}</p>
        {children !== undefined && <div className="text-pretty">{children}</div>}
        {action !== undefined && <div className="mt-1 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}
