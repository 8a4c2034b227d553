import { CircleAlert } from 'lucide-react';
import { CertificateShown } from '#components/door/certificate-shown.tsx';
import { cn } from '#components/ui/cn.ts';
import type { DoorExplanation } from '#lib/contracts/door.ts';

type DoorExplanationsProps = {
  explanations: readonly DoorExplanation[];
  /** Milliseconds since 1970. */
  now: number;
  /** Only the sentences, where a form is to stay in sight. */
  isBrief?: boolean;
};

/** Why each method that went before did not let the person in: a sentence each, with what to try and the certificate that was seen. */
export function DoorExplanations({ explanations, now, isBrief = false }: DoorExplanationsProps) {
  if (explanations.length === 0) return null;
  return (
    <ul aria-label="What went before" className={cn('flex flex-col', isBrief ? 'gap-1.5' : 'gap-3')}>
      {explanations.map(({ method, sentence, advice, certificate }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list only ever grows at its end.
        <li key={`${at} ${method}`} className="flex items-start gap-2.5">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-attention" />
          <div className="flex min-w-0 flex-col gap-1">
            <p className="text-pretty">
              {sentence} {!isBrief && advice !== '' && <span className="text-muted">{advice}</span>}
            </p>
            {!isBrief && certificate !== null && <CertificateShown certificate={certificate} now={now} />}
          </div>
        </li>
      ))}
    </ul>
  );
}
