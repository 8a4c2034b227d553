import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Finding } from '#lib/core/finding.ts';

const looks = {
  error: { icon: CircleAlert, word: 'Error', colour: 'text-bad' },
  warning: { icon: TriangleAlert, word: 'Warning', colour: 'text-attention' },
  note: { icon: Info, word: 'Note', colour: 'text-muted' },
} as const;

type NetworkFindingsProps = {
  findings: readonly Finding[];
  /** Absent where the width is confirmed already. */
  onConfirmWidth: (() => void) | undefined;
};

/** What was found about one network, small enough for a cell of the table. */
export function NetworkFindings({ findings, onConfirmWidth }: NetworkFindingsProps) {
  if (findings.length === 0) return null;
  return (
    <ul className="mt-1 flex max-w-prose min-w-60 flex-col gap-1 text-xs">
      {findings.map(({ id, severity, message, remedy }) => {
        const { icon: Icon, word, colour } = looks[severity];
        return (
          <li key={`${id} ${message}`} className="flex items-start gap-1.5">
            <Icon aria-label={word} className={cn('mt-0.5 size-3.5 shrink-0', colour)} />
            <span className="min-w-0 text-pretty">
              {message} <span className="text-muted">{remedy}</span>
              {id === 'NET-TOO-WIDE' && onConfirmWidth !== undefined && (
                <Button size="small" className="mt-1 block" onClick={onConfirmWidth}>
                  It is meant…
                </Button>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
