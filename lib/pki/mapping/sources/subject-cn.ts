import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';
import { onlyValue } from '#lib/pki/mapping/only-value.ts';

/** The subject's commonName (RFC 5280 appendix A.1, id-at-commonName). */
export function readSubjectCn({ subject }: Certificate): SourceReading {
  return onlyValue(
    subject.rdns
      .flat()
      .filter(({ oid }) => oid === '2.5.4.3')
      .map(({ value }) => value),
  );
}
