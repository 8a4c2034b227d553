'use client';

import { ChevronRight, CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { CertificateDetails } from '#components/certificates/certificate-details.tsx';
import { ValidityBar } from '#components/certificates/validity-bar.tsx';
import { InlineFindings } from '#components/inline-findings/inline-findings.tsx';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import { cn } from '#components/ui/cn.ts';
import type { Finding } from '#lib/core/finding.ts';

type CertificateRowProps = {
  certificate: CertificateFacts;
  now: number;
  findings: readonly Finding[];
  /** What the row's certificate is among the others: `root`, `not saved`. */
  badge?: ReactNode;
  action?: ReactNode;
  /** In a long list only errors stand in the open; the rest comes with the facts. */
  isTerse?: boolean;
  /** One click that cures a finding, where there is one. */
  fixFor?: (finding: Finding) => ReactNode;
};

/** One certificate on one line; its findings below it, its facts on demand. */
export function CertificateRow({
  certificate,
  now,
  findings,
  badge,
  action,
  isTerse = false,
  fixFor,
}: CertificateRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const gravest =
    findings.find((one) => one.severity === 'error') ?? findings.find((one) => one.severity === 'warning');
  return (
    <div className="flex flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-w-40 flex-1 items-center gap-1.5 rounded-sm text-left"
        >
          <ChevronRight
            aria-hidden="true"
            className={cn('size-4 shrink-0 text-muted transition-transform', isOpen && 'rotate-90')}
          />
          <span className="min-w-0 font-medium break-words">{certificate.name}</span>
          {gravest?.severity === 'error' && (
            <CircleAlert aria-label="has errors" className="size-4 shrink-0 text-bad" />
          )}
          {gravest?.severity === 'warning' && (
            <TriangleAlert aria-label="has warnings" className="size-4 shrink-0 text-attention" />
          )}
          {gravest === undefined && findings.length > 0 && (
            <Info aria-label="has notes" className="size-4 shrink-0 text-muted" />
          )}
        </button>
        <span className="flex items-center gap-2">
          {badge}
          <ValidityBar notBefore={certificate.notBefore} notAfter={certificate.notAfter} now={now} />
          {action}
        </span>
      </div>
      <InlineFindings
        className="mb-2 ml-5.5"
        findings={isTerse && !isOpen ? findings.filter((one) => one.severity === 'error') : findings}
        {...(fixFor === undefined ? {} : { fixFor })}
      />
      <div id={id} hidden={!isOpen} className="mb-3 ml-5.5 rounded-sm bg-sunken px-3 py-2.5">
        {isOpen && <CertificateDetails certificate={certificate} />}
      </div>
    </div>
  );
}
