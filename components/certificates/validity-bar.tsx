import { dateText, type TimeLeft, timeLeft } from '#components/certificates/time-left.ts';
import { cn } from '#components/ui/cn.ts';

const fills: Record<TimeLeft['state'], string> = {
  valid: 'bg-accent',
  'ends-soon': 'bg-attention',
  ended: 'bg-bad',
  'not-yet': 'bg-bad',
};
const words: Record<TimeLeft['state'], string> = {
  valid: 'text-muted',
  'ends-soon': 'text-attention',
  ended: 'text-bad',
  'not-yet': 'text-bad',
};

type ValidityBarProps = { notBefore: number; notAfter: number; now: number; isLong?: boolean };

/** The time of a certificate as a line: what is left is filled, and said in words beside it. */
export function ValidityBar({ notBefore, notAfter, now, isLong = false }: ValidityBarProps) {
  const time = timeLeft({ notBefore, notAfter }, now);
  const span = `Valid from ${dateText(notBefore)} to ${dateText(notAfter)}: ${time.words}`;
  return (
    <span className={cn('flex items-center gap-2', isLong ? 'w-full' : 'shrink-0')} title={span}>
      <span
        role="img"
        aria-label={span}
        className={cn(
          'flex h-1.5 justify-end overflow-hidden rounded-full bg-line',
          isLong ? 'flex-1' : 'w-14 sm:w-20',
        )}
      >
        <span
          className={cn('h-full rounded-full', fills[time.state])}
          style={{ width: `${time.state === 'ended' ? 100 : Math.max(4, (1 - time.share) * 100)}%` }}
        />
      </span>
      <span
        aria-hidden="true"
        className={cn('text-xs tabular-nums', isLong ? '' : 'min-w-10 text-right whitespace-nowrap', words[time.state])}
      >
        {isLong ? time.words : time.short}
      </span>
    </span>
  );
}
