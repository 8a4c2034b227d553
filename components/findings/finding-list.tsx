import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import type { Finding, FindingArea, Severity } from '#lib/core/finding.ts';

const looks: Record<Severity, { icon: LucideIcon; word: string; colour: string }> = {
  error: { icon: CircleAlert, word: 'Error', colour: 'text-bad' },
  warning: { icon: TriangleAlert, word: 'Warning', colour: 'text-attention' },
  note: { icon: Info, word: 'Note', colour: 'text-muted' },
};

const order: readonly Severity[] = ['error', 'warning', 'note'];

type FindingListProps = {
  findings: readonly Finding[];
  /** Only findings of these parts; absent: all. */
  areas?: readonly FindingArea[];
  /** Something to press beside a finding: the way to its place, or its cure. */
  actionFor?: (finding: Finding) => ReactNode;
};

/** The gravest first; each with its thing, what follows, and the remedy. */
export function FindingList({ findings, areas, actionFor }: FindingListProps) {
  const shown = order.flatMap((severity) =>
    findings.filter(
      (finding) => finding.severity === severity && (areas === undefined || areas.includes(finding.area)),
    ),
  );
  if (shown.length === 0) return null;
  return (
    <ul className="flex flex-col divide-y divide-line" aria-label="Findings">
      {shown.map((finding) => {
        const { icon: Icon, word, colour } = looks[finding.severity];
        return (
          <li
            key={`${finding.id} ${finding.subject} ${finding.fingerprint ?? finding.block ?? ''} ${finding.message}`}
            className="flex flex-wrap items-start gap-x-2.5 gap-y-2 py-2.5 first:pt-0 last:pb-0 sm:flex-nowrap"
          >
            <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', colour)} />
            <div className="min-w-0 flex-1 basis-[calc(100%-2rem)] sm:basis-0">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span className={cn('text-xs font-semibold', colour)}>{word}</span>
                <span className="min-w-0 font-mono text-[13px] break-words">{finding.subject}</span>
                <span className="font-mono text-2xs text-faint">{finding.id}</span>
              </p>
              <p className="text-pretty">{finding.message}</p>
              <p className="text-pretty text-muted">{finding.remedy}</p>
            </div>
            {actionFor !== undefined && <div className="ml-6.5 sm:ml-0">{actionFor(finding)}</div>}
          </li>
        );
      })}
    </ul>
  );
}
