'use client';

import { CertificateRow } from '#components/certificates/certificate-row.tsx';
import { useMinute } from '#components/certificates/use-minute.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Made, TrialFile } from '#components/workshop/use-trial.ts';

const kinds = { authority: 'authority', server: 'server', client: 'person' } as const;
const forms: readonly { readonly as: TrialFile; readonly label: string; readonly words: string }[] = [
  { as: 'pfx', label: 'PFX', words: 'key and chain as PFX' },
  { as: 'pem', label: 'Chain .pem', words: 'certificate and chain as PEM' },
  { as: 'cer', label: 'Certificate .cer', words: 'certificate as DER' },
  { as: 'key', label: 'Key .key', words: 'key as PEM' },
];

type MadeListProps = { made: readonly Made[]; isBusy: boolean; onSave: (one: Made, as: TrialFile) => void };

/** What was made on this page, each to be saved in any form. */
export function MadeList({ made, isBusy, onSave }: MadeListProps) {
  const now = useMinute();
  return (
    <ul aria-label="Made here" className="flex flex-col divide-y divide-line border-y">
      {made.map((one) => (
        <li key={one.certificate.fingerprint} className="flex flex-col pb-2.5">
          <CertificateRow
            certificate={one.certificate}
            now={now}
            findings={[]}
            badge={
              <>
                <Badge tone="neutral" icon={null}>
                  {kinds[one.kind]}
                </Badge>
                {one.isSaved && <Badge tone="good">saved</Badge>}
              </>
            }
          />
          <div className="ml-5.5 flex flex-wrap gap-2">
            {forms.map(({ as, label, words }) => (
              <Button
                key={as}
                size="small"
                isBusy={isBusy}
                aria-label={`${label} of ${one.certificate.name}: save ${words}`}
                onClick={() => onSave(one, as)}
              >
                {label}
              </Button>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
