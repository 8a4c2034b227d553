import type { ReactNode } from 'react';
import { colonHex, keyText, purposeText, signatureText } from '#components/certificates/certificate-words.ts';
import { dateText } from '#components/certificates/time-left.ts';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import { CopyText } from '#components/ui/copy-text.tsx';

/** Every fact of one certificate, each ready to be copied. */
export function CertificateDetails({ certificate }: { certificate: CertificateFacts }) {
  const { alternativeNames } = certificate;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-[13px]">
      <Fact label="Subject">
        <CopyText text={certificate.subject === '' ? '(empty)' : certificate.subject} wraps />
      </Fact>
      <Fact label="Issuer">
        <CopyText text={certificate.issuer} wraps />
      </Fact>
      <Fact label="Valid">
        {dateText(certificate.notBefore)} – {dateText(certificate.notAfter)}
      </Fact>
      {alternativeNames.length > 0 && (
        <Fact label={alternativeNames.length === 1 ? 'Name' : `${alternativeNames.length} names`}>
          <ul className="flex flex-col gap-0.5">
            {alternativeNames.slice(0, 50).map(({ kind, value }) => (
              <li key={`${kind} ${value}`} className="flex min-w-0 items-baseline gap-2">
                <span className="w-14 shrink-0 text-xs text-muted">{kind}</span>
                <CopyText text={value} wraps />
              </li>
            ))}
            {alternativeNames.length > 50 && <li className="text-muted">and {alternativeNames.length - 50} more</li>}
          </ul>
        </Fact>
      )}
      <Fact label="Key">{keyText(certificate.publicKey)}</Fact>
      <Fact label="Signature">{signatureText(certificate.signature)}</Fact>
      <Fact label="Meant for">{purposeText(certificate)}</Fact>
      <Fact label="Serial number">
        <CopyText text={colonHex(certificate.serial)} wraps />
      </Fact>
      <Fact label="SHA-256">
        <CopyText text={colonHex(certificate.fingerprint)} wraps />
      </Fact>
      <Fact label="Thumbprint (SHA-1)">
        <CopyText text={certificate.thumbprint} wraps />
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
