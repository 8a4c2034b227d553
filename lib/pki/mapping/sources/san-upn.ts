import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';
import { onlyValue } from '#lib/pki/mapping/only-value.ts';

/** The user principal name among the alternative names: otherName 1.3.6.1.4.1.311.20.2.3 (RFC 5280 section 4.2.1.6, MS-PKCA section 3.1.5.2.1.1). */
export function readSanUpn({ alternativeNames }: Certificate): SourceReading {
  return onlyValue(alternativeNames.filter(({ kind }) => kind === 'upn').map(({ value }) => value));
}
