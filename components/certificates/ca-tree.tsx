'use client';

import { CircleDashed, CornerDownRight, Trash2 } from 'lucide-react';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { CertificateRow } from '#components/certificates/certificate-row.tsx';
import { SharedFindings } from '#components/certificates/shared-findings.tsx';
import { type CertificateTreeRow, findParent, treeRows } from '#components/certificates/tree-rows.ts';
import { useGrowingCount } from '#components/certificates/use-growing-count.ts';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { Judgement } from '#components/pki-worker/pki-calls.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { count } from '#components/words/count.ts';
import type { Finding } from '#lib/core/finding.ts';

const firstRows = 30;
/** From here on findings that many certificates share are said once, above the list. */
const longList = 12;

type CaTreeProps = {
  judgement: Judgement;
  now: number;
  /** Fingerprints that are not saved yet. */
  unsaved: ReadonlySet<string>;
  /** Authorities that were dropped somewhere on the page and are not in the list. */
  offered: readonly CertificateFacts[];
  onAdd: (certificate: CertificateFacts) => void;
  onRemove: (certificate: CertificateFacts) => void;
  onRemoveAll: (certificates: readonly CertificateFacts[]) => void;
};

/** The CA certificates as a tree, issuers above what they issued; long lists are cut until they are asked for. */
export function CaTree({ judgement, now, unsaved, offered, onAdd, onRemove, onRemoveAll }: CaTreeProps) {
  const [filter, setFilter] = useState('');
  const [isWhole, setIsWhole] = useState(false);
  const wanted = useDeferredValue(filter);
  const rows = useMemo(() => treeRows(judgement.caForest, judgement.certificates, wanted), [judgement, wanted]);
  const findings = useMemo(
    () =>
      Map.groupBy(
        judgement.findings.filter((one) => one.area === 'ca-certificates'),
        (one) => one.fingerprint,
      ),
    [judgement],
  );
  const shown = useGrowingCount(isWhole ? rows.length : Math.min(rows.length, firstRows), 10);
  const total = useMemo(
    () => treeRows(judgement.caForest, judgement.certificates).filter((row) => row.kind === 'certificate').length,
    [judgement],
  );
  const isLong = total > longList;
  return (
    <div className="flex flex-col gap-2">
      {isLong && <SharedFindings judgement={judgement} onRemove={onRemoveAll} />}
      {total > firstRows && (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Input
            type="search"
            aria-label="Find a CA certificate by name"
            placeholder="Find by name"
            className="max-w-64"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
          <span className="text-muted" aria-live="polite">
            {wanted === '' ? count(total, 'certificate') : `${rows.length} of ${count(total, 'certificate')}`}
          </span>
        </div>
      )}
      <ul aria-label="CA certificates" className="flex flex-col divide-y divide-line border-y">
        {rows
          .slice(0, shown)
          .map((row) =>
            row.kind === 'missing' ? (
              <MissingIssuerRow
                key={row.key}
                name={row.issuer.name}
                offer={findParent(row.child, offered)}
                onAdd={onAdd}
              />
            ) : (
              <CaTreeRow
                key={row.key}
                row={row}
                now={now}
                isUnsaved={unsaved.has(row.certificate.fingerprint)}
                findings={findings.get(row.certificate.fingerprint) ?? noFindings}
                isTerse={isLong}
                onRemove={onRemove}
              />
            ),
          )}
      </ul>
      {rows.length > shown && !isWhole && (
        <Button className="self-start" size="small" onClick={() => setIsWhole(true)}>
          Show the other {rows.length - shown}
        </Button>
      )}
    </div>
  );
}

const noFindings: readonly Finding[] = [];

type MissingIssuerRowProps = {
  name: string;
  offer: CertificateFacts | undefined;
  onAdd: (certificate: CertificateFacts) => void;
};

/** The place of an issuer that is not there. */
function MissingIssuerRow({ name, offer, onAdd }: MissingIssuerRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 py-1.5">
      <CircleDashed aria-hidden="true" className="size-4 shrink-0 text-bad" />
      <span className="font-medium">{name}</span>
      <span className="text-bad">missing</span>
      {offer !== undefined && (
        <Button size="small" className="ml-auto" onClick={() => onAdd(offer)}>
          Add {offer.name}
        </Button>
      )}
    </li>
  );
}

type CaTreeRowProps = {
  row: CertificateTreeRow;
  now: number;
  isUnsaved: boolean;
  isTerse: boolean;
  findings: readonly Finding[];
  onRemove: (certificate: CertificateFacts) => void;
};

const CaTreeRow = memo(function CaTreeRow({ row, now, isUnsaved, isTerse, findings, onRemove }: CaTreeRowProps) {
  const { certificate, depth } = row;
  return (
    <li
      style={{ paddingLeft: `${Math.min(depth, 6) * 20}px` }}
      className="flex items-start gap-1 [contain-intrinsic-size:auto_45px] [content-visibility:auto]"
    >
      {depth > 0 && <CornerDownRight aria-hidden="true" className="mt-2.5 size-3.5 shrink-0 text-faint" />}
      <div className="min-w-0 flex-1">
        <CertificateRow
          certificate={certificate}
          now={now}
          findings={findings}
          isTerse={isTerse}
          badge={
            isUnsaved ? (
              <Badge tone="accent" icon={null}>
                new
              </Badge>
            ) : undefined
          }
          action={
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Remove ${certificate.name}`}
              onClick={() => onRemove(certificate)}
            >
              <Trash2 aria-hidden="true" />
            </Button>
          }
        />
        {row.issuerName !== undefined && <span className="sr-only">Issued by {row.issuerName}</span>}
      </div>
    </li>
  );
});
