import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';

/** The subject key identifier that the certificate states (RFC 5280 section 4.2.1.2), as hexadecimal. KB5014754: `X509:<SKI>`. */
export function readSubjectKeyId({ subjectKeyId }: Certificate): SourceReading {
  if (subjectKeyId === undefined) return { kind: 'absent' };
  if (subjectKeyId === '') return { kind: 'unusable', detail: 'The subject key identifier is empty.' };
  return { kind: 'value', raw: subjectKeyId, plain: subjectKeyId, identities: [`X509:<SKI>${subjectKeyId}`] };
}
