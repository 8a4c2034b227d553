import type { SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';
import { nameFault } from '#lib/pki/mapping/name-fault.ts';

/**
 * The one name among those a certificate states. The same name twice is one name: RFC 4518 section 2.6.1 has directories ignore spaces
 * around it, and the attributes people are named by ignore letters' case.
 */
export function onlyValue(found: readonly string[], identities?: (value: string) => readonly string[]): SourceReading {
  const [raw, ...others] = new Map(found.map((value) => [value.trim().toLowerCase(), value])).values();
  if (raw === undefined) return { kind: 'absent' };
  if (others.length > 0) return { kind: 'ambiguous', values: [raw, ...others] };
  const plain = raw.trim();
  const fault = nameFault(plain);
  if (fault !== undefined) return { kind: 'unusable', detail: fault };
  return { kind: 'value', raw, plain, ...(identities === undefined ? {} : { identities: identities(plain) }) };
}
