import { issuerWords, validityWords } from '#components/door/door-words.ts';
import type { DoorExplanation } from '#lib/contracts/door.ts';

type CertificateShownProps = {
  certificate: NonNullable<DoorExplanation['certificate']>;
  /** Milliseconds since 1970. */
  now: number;
};

/** What the browser presented, so that a person can tell whether it was the right one. */
export function CertificateShown({ certificate, now }: CertificateShownProps) {
  return (
    <dl
      aria-label="The certificate that was seen"
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 rounded-md bg-sunken px-3 py-2 text-[13px]"
    >
      <dt className="text-muted">Certificate</dt>
      <dd className="break-words">{certificate.name}</dd>
      <dt className="text-muted">Issued by</dt>
      <dd className="break-words">{issuerWords(certificate.issuer)}</dd>
      <dt className="text-muted">Validity</dt>
      <dd>{validityWords(certificate, now)}</dd>
    </dl>
  );
}
