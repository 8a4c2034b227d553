import type { DirectoryEntry } from '#connector/ldap/directory.ts';
import { type Bytes, equalBytes } from '#lib/core/bytes.ts';
import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
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
  const { serial, issuer } = parsed.value;
  return { kind: 'equal', attribute: 'userCertificate', value: exactAssertion(serial, issuer) };
}

/**
 * `CertificateExactAssertion ::= SEQUENCE { serialNumber, issuer Name }` in generic string encoding (RFC 4523 appendix A.1, RFC 3641): a
 * quotation mark inside a string is doubled.
 */
export function exactAssertion(serial: string, issuer: DistinguishedName): string {
  const name = issuer.rdns
    .toReversed()
    .map((rdn) => rdn.map(({ oid, value }) => `${oid}=${escapeDnValue(value)}`).join('+'))
    .join(',');
  return `{ serialNumber ${BigInt.asIntN(serial.length * 4, BigInt(`0x${serial || '0'}`))}, issuer rdnSequence:"${name.replaceAll('"', '""')}" }`;
}

/** RFC 4514 section 2.4; a value that is no string is told as `#` and its octets, which stays as it is. */
function escapeDnValue(value: string): string {
  if (/^#(?:[0-9a-f]{2})+$/.test(value)) return value;
  return [...value]
    .map((character, at) => {
      const isEdge = character === ' ' && (at === 0 || at === [...value].length - 1);
      if (!isEdge && !/["+,;<>\\=#\0]/.test(character)) return character;
      return `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
    })
    .join('');
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
    case 'equal':
      return !asksForCertificate(filter) || certificatesOf(entry).some((der) => equalBytes(der, filter.value as Bytes));
  }
}

function certificatesOf(entry: DirectoryEntry): readonly Bytes[] {
  return ['usercertificate;binary', 'usercertificate'].flatMap((name) =>
    (entry.attributes.get(name) ?? []).filter((value) => typeof value !== 'string'),
  );
}
