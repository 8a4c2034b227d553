import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { CopyText } from '#components/ui/copy-text.tsx';
import type { RepairFinding } from '#lib/pki/pkcs12/repair-case.ts';

const looks = {
  error: { icon: CircleAlert, word: 'Error', colour: 'text-bad' },
  warning: { icon: TriangleAlert, word: 'Warning', colour: 'text-attention' },
  note: { icon: Info, word: 'Note', colour: 'text-muted' },
} as const;
const cured = { icon: CircleCheck, word: 'Put right', colour: 'text-good' } as const;

/** What is wrong with the dropped file: what the new one is free of, and what only a person can put right. */
export function RepairFindingList({ findings }: { findings: readonly RepairFinding[] }) {
  return (
    <ul aria-label="What is wrong" className="flex max-w-prose flex-col gap-2.5">
      {findings.map((finding) => {
        const { icon: Icon, word, colour } = finding.isCured ? cured : looks[finding.severity];
        return (
          <li key={`${finding.kind} ${finding.message}`} className="flex items-start gap-2">
            <Icon aria-label={word} className={cn('mt-0.5 size-4 shrink-0', colour)} />
            <div className="flex min-w-0 flex-1 flex-col gap-0.5 text-pretty">
              <p>
                {finding.message}{' '}
                <span className={finding.isCured ? 'font-medium text-good' : 'text-muted'}>{finding.remedy}</span>
              </p>
              {(finding.urls ?? []).slice(0, 5).map((url) => (
                // Not a link: the certificate itself names the address, and nothing vouches for what is there.
                <CopyText key={url} text={url} wraps />
              ))}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
