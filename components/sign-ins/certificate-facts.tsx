import Link from 'next/link';
import { ruleWords } from '#components/mapping/mapping-words.ts';
import { CopyText } from '#components/ui/copy-text.tsx';
import type { CertificateSeen } from '#lib/contracts/sign-in.ts';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

type CertificateFactsProps = {
  certificate: CertificateSeen;
  connectionId: string;
  /** When it was shown, in milliseconds since 1970: its validity is judged by that moment. */
  at: number;
};

/** The client certificate as it was presented. */
export function CertificateFacts({ certificate, connectionId, at }: CertificateFactsProps) {
  const { subject, issuer, serial, notBefore, notAfter, fingerprint, mapped } = certificate;
  const isValid = notBefore <= at && at <= notAfter;
  return (
    <dl
      aria-label={`Certificate of ${certificate.name}`}
      className="grid w-fit max-w-full grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 rounded-md bg-sunken px-3 py-2"
    >
      {[
        ['Subject', subject],
        ['Issuer', issuer],
        ['Serial', serial],
        ['SHA-256', fingerprint],
      ].map(([name = '', text = '']) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0">
            <CopyText text={text} wraps />
          </dd>
        </div>
      ))}
      <dt className="text-muted">Validity</dt>
      <dd className={isValid ? '' : 'text-bad'}>
        {day.format(notBefore)} to {day.format(notAfter)} UTC{isValid ? '' : ', not valid then'}
      </dd>
      {mapped !== undefined && (
        <>
          <dt className="text-muted">Mapped by</dt>
          <dd>
            {ruleWords(mapped.source, mapped.attribute)},{' '}
            <Link href={`/connections/${connectionId}/mapping`} className="underline hover:text-accent">
              {mapped.isWeak ? 'weak' : 'strong'}
            </Link>
          </dd>
        </>
      )}
    </dl>
  );
}
