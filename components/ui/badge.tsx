import { Circle, CircleAlert, CircleCheck, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

export type Tone = 'good' | 'attention' | 'bad' | 'neutral' | 'accent';

const tones: Record<Tone, string> = {
  good: 'bg-good-soft text-good',
  attention: 'bg-attention-soft text-attention',
  bad: 'bg-bad-soft text-bad',
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent-strong',
};

/** A shape of its own per tone: colour is never the only sign. */
export const toneIcons: Record<Tone, LucideIcon> = {
  good: CircleCheck,
  attention: TriangleAlert,
  bad: CircleAlert,
  neutral: Circle,
  accent: Circle,
};

type BadgeProps = { tone: Tone; icon?: LucideIcon | null; children: ReactNode; className?: string };

export function Badge({ tone, icon, children, className }: BadgeProps) {
  const Icon = icon === null ? undefined : (icon ?? toneIcons[tone]);
  return (
    <span
      className={cn(
        'inline-flex w-fit items-center gap-1 rounded-sm px-1.5 py-0.5 text-xs font-medium',
        tones[tone],
        className,
      )}
    >
      {Icon !== undefined && <Icon aria-hidden="true" className="size-3.5 shrink-0" />}
      <span>{children}</span>
    </span>
  );
}
