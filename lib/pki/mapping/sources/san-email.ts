import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';
import { onlyValue } from '#lib/pki/mapping/only-value.ts';

/** The rfc822Name among the alternative names (RFC 5280 section 4.2.1.6); the subject's emailAddress does not count. KB5014754: `X509:<RFC822>`. */
export function readSanEmail({ alternativeNames }: Certificate): SourceReading {
  return onlyValue(
    alternativeNames.filter(({ kind }) => kind === 'email').map(({ value }) => value),
    (value) => [`X509:<RFC822>${value}`],
  );
}
