import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import type { Finding, Severity } from '#lib/core/finding.ts';

const looks = {
  error: { icon: CircleAlert, word: 'Error', colour: 'text-bad' },
  warning: { icon: TriangleAlert, word: 'Warning', colour: 'text-attention' },
  note: { icon: Info, word: 'Note', colour: 'text-muted' },
} as const;

const order: readonly Severity[] = ['error', 'warning', 'note'];

type InlineFindingsProps = {
  findings: readonly Finding[];
  className?: string;
  /** One click that cures a finding, where there is one. */
  fixFor?: (finding: Finding) => ReactNode;
};

/** What was found about the thing right above: without its name, which stands there already. */
export function InlineFindings({ findings, className, fixFor }: InlineFindingsProps) {
  if (findings.length === 0) return null;
  const sorted = order.flatMap((severity) => findings.filter((one) => one.severity === severity));
  return (
    <ul aria-label="Findings" className={cn('flex max-w-prose flex-col gap-1.5', className)}>
      {sorted.map((finding) => {
        const { id, severity, message, remedy } = finding;
        const { icon: Icon, word, colour } = looks[severity];
        return (
          <li key={`${id} ${message}`} className="flex items-start gap-1.5">
            <Icon aria-label={word} className={cn('mt-0.5 size-4 shrink-0', colour)} />
            <div className="min-w-0 flex-1 text-pretty">
              {message} <span className="text-muted">{remedy}</span>{' '}
              <span className="font-mono text-2xs whitespace-nowrap text-faint">{id}</span> {fixFor?.(finding)}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
