'use client';

import { AuditDetails } from '#components/audit/audit-details.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { count } from '#components/words/count.ts';
import { auditFaultWords, auditMarkWords } from '#lib/contracts/audit-fault-words.ts';
import { chainPlaceText } from '#lib/core/chain-place-text.ts';
import type { ChainFault } from '#lib/core/check-audit-chain.ts';
import type { AuditVerdict } from '#lib/core/verify-audit.ts';

type CheckResultProps = { verdict: AuditVerdict; keyFingerprint: string };

export function CheckResult({ verdict, keyFingerprint }: CheckResultProps) {
  const { fault, marks } = verdict;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {fault === undefined ? (
        <Fits verdict={verdict} keyFingerprint={keyFingerprint} />
      ) : (
        <DoesNotFit fault={fault} entries={verdict.entries} />
      )}
      {marks.length > 0 && (
        <Notice tone="attention" title="Gatehouse itself wrote down where it does not vouch for what stands before.">
          <ul className="flex flex-col gap-1">
            {marks.map((mark) => (
              <li key={mark.sequence}>{auditMarkWords(mark)}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}

function Fits({ verdict: { entries, from, to, head, isKeptThere }, keyFingerprint }: CheckResultProps) {
  if (head === undefined || head.sequence === 0)
    return <Notice tone="good" title="The log is empty, and nothing in it does not fit." />;
  const title = `Verified ${count(entries, 'entry', 'entries')}: none was changed, removed or put in.`;
  return (
    <Notice tone="good" title={isKeptThere ? `${title} This log contains the head you kept.` : title}>
      <div className="flex min-w-0 flex-col gap-2">
        {from !== undefined && to !== undefined && (
          <p className="text-muted">
            From <Moment at={from} isExact /> to <Moment at={to} isExact />. The head is signed with the key{' '}
            <span className="font-mono text-[13px]">{keyFingerprint.slice(0, 16)}…</span>
          </p>
        )}
        <div className="flex min-w-0 flex-col">
          <span className="font-medium">Head</span>
          <CopyText text={chainPlaceText(head)} wraps />
        </div>
        <p>
          Keep it where nobody who can write to the database can change it, such as a ticket or a print-out. Pasted here
          later, it shows whether anything up to now was rewritten or removed by somebody who could sign as well.
        </p>
      </div>
    </Notice>
  );
}

function DoesNotFit({ fault, entries }: { fault: ChainFault; entries: number }) {
  const { title, meaning } = auditFaultWords(fault);
  return (
    <>
      <Notice tone="bad" title={title}>
        <div className="flex min-w-0 flex-col gap-1">
          <p>{meaning}</p>
          <p>
            {entries === 0
              ? 'Nothing before it could be verified.'
              : `The ${count(entries, 'entry', 'entries')} before it fit.`}
          </p>
        </div>
      </Notice>
      {isToBeSeen(fault) && (
        <section aria-label={`Entry ${fault.sequence} as it stands now`} className="flex flex-col gap-2">
          <h3 className="font-semibold">Entry {fault.sequence} as it stands now</h3>
          <div className="rounded-md border bg-surface px-3 py-3">
            <AuditDetails sequence={fault.sequence} />
          </div>
        </section>
      )}
    </>
  );
}

function isToBeSeen({ kind, sequence, ...rest }: ChainFault): boolean {
  if (kind === 'forgotten') return 'last' in rest && sequence <= rest.last;
  return kind === 'altered' || kind === 'unlinked' || kind === 'other-head';
}
