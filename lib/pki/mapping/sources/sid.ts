import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { binarySid } from '#lib/pki/mapping/binary-sid.ts';
import type { SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';
import { readSidExtension } from '#lib/pki/mapping/read-sid-extension.ts';

const sidExtension = '1.3.6.1.4.1.311.25.2';

/** The person's security identifier as the issuing authority wrote it: extension szOID_NTDS_CA_SECURITY_EXT (MS-WCCE section 2.2.2.7.7.4, KB5014754). */
export function readSid({ extensions = [] }: Certificate): SourceReading {
  const extension = extensions.find(({ oid }) => oid === sidExtension);
  if (extension === undefined) return { kind: 'absent' };
  const found = readSidExtension(extension.value);
  if (found === undefined) return { kind: 'unusable', detail: 'The SID extension cannot be read.' };
  const [raw, ...others] = new Set(found);
  if (raw === undefined) return { kind: 'absent' };
  if (others.length > 0) return { kind: 'ambiguous', values: [raw, ...others] };
  const octets = binarySid(raw);
  if (octets === undefined) return { kind: 'unusable', detail: `“${raw.slice(0, 100)}” is no security identifier.` };
  return { kind: 'value', raw, plain: raw, octets };
}
