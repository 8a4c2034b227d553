import { Info, TriangleAlert } from 'lucide-react';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { Judgement } from '#components/pki-worker/pki-calls.ts';
import { Button } from '#components/ui/button.tsx';
import { count } from '#components/words/count.ts';

/** Findings that are cured by taking the certificate off the list. */
const curedByRemoval: ReadonlySet<string> = new Set([
  'CA-PUBLIC',
  'CA-EXPIRED',
  'CA-NOT-AUTHORITY',
  'CA-DUPLICATE',
  'CA-SUPERSEDED',
]);

/** From here on the certificates are counted; fewer are named. */
const manyFindings = 3;

type SharedFindingsProps = { judgement: Judgement; onRemove: (certificates: readonly CertificateFacts[]) => void };

/** What many certificates of a long list have in common, each said once. */
export function SharedFindings({ judgement, onRemove }: SharedFindingsProps) {
  const groups = Map.groupBy(
    judgement.findings.filter((one) => one.area === 'ca-certificates' && one.fingerprint !== undefined),
    (one) => one.id,
  );
  if (groups.size === 0) return null;
  return (
    <ul aria-label="Findings that several certificates share" className="flex flex-col gap-1.5">
      {[...groups].map(([id, findings]) => {
        const isNote = findings[0]?.severity === 'note';
        const Icon = isNote ? Info : TriangleAlert;
        const certificates = [...new Set(findings.map((one) => one.fingerprint ?? ''))].flatMap(
          (print) => judgement.certificates[print] ?? [],
        );
        return (
          <li key={id} className="flex flex-wrap items-start gap-x-2 gap-y-1">
            <Icon
              aria-hidden="true"
              className={`mt-0.5 size-4 shrink-0 ${isNote ? 'text-muted' : findings[0]?.severity === 'error' ? 'text-bad' : 'text-attention'}`}
            />
            <span className="min-w-0 flex-1 text-pretty">
              {findings.length < manyFindings ? (
                findings.map(({ message, remedy, fingerprint }) => (
                  <span key={`${fingerprint} ${message}`}>
                    {message} <span className="text-muted">{remedy}</span>{' '}
                  </span>
                ))
              ) : (
                <>
                  <span className="font-medium">{count(certificates.length, 'certificate')}:</span>{' '}
                  {judgement.findingTitles[id] ?? findings[0]?.message}{' '}
                </>
              )}
              <span className="font-mono text-2xs whitespace-nowrap text-faint">{id}</span>
            </span>
            {curedByRemoval.has(id) && (
              <Button size="small" className="ml-auto" onClick={() => onRemove(certificates)}>
                Remove {certificates.length === 1 ? 'it' : `all ${certificates.length}`}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
