import type { DirectoryEntry } from '#connector/ldap/directory.ts';
import { type Bytes, equalBytes } from '#lib/core/bytes.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { certificateAssertion } from '#lib/pki/mapping/certificate-assertion.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';

const certificateAttribute = /^userCertificate(?:;binary)?$/i;

/** Whether the filter asks for an entry that holds one certificate, byte for byte. */
export function asksForCertificate(filter: Filter): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.filters.some(asksForCertificate);
  return filter.kind === 'equal' && typeof filter.value !== 'string' && certificateAttribute.test(filter.attribute);
}

/**
 * Directories of the X.500 family compare certificates by certificateExactMatch (RFC 4523 section 2.1), whose assertion is issuer and
 * serial number, not the certificate itself.
 */
export async function toExactMatch(filter: Filter): Promise<Filter> {
  if (filter.kind === 'and' || filter.kind === 'or')
    return { kind: filter.kind, filters: await Promise.all(filter.filters.map(toExactMatch)) };
  if (filter.kind !== 'equal' || typeof filter.value === 'string' || !asksForCertificate(filter)) return filter;
  const parsed = await parseCertificate(filter.value);
  // What is no certificate is in no entry either.
  if (!parsed.ok) return { kind: 'or', filters: [] };
  return { kind: 'equal', attribute: 'userCertificate', value: certificateAssertion(parsed.value) };
}

/** Whether the entry holds the very certificates the filter asks for; its other conditions the server has judged. */
export function holdsCertificate(entry: DirectoryEntry, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((inner) => holdsCertificate(entry, inner));
    case 'or':
      return filter.filters.some((inner) => holdsCertificate(entry, inner));
    case 'present':
      return true;
    case 'equal': {
      const { attribute, value } = filter;
      if (!certificateAttribute.test(attribute)) return true;
      // An assertion finds every certificate with its issuer's name and its number; two authorities may have one name.
      return typeof value !== 'string' && certificatesOf(entry).some((der) => equalBytes(der, value));
    }
  }
}

function certificatesOf(entry: DirectoryEntry): readonly Bytes[] {
  return ['usercertificate;binary', 'usercertificate'].flatMap((name) =>
    (entry.attributes.get(name) ?? []).filter((value) => typeof value !== 'string'),
  );
}
