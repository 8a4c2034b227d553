import type { DirectoryEntry } from '#connector/ldap/directory.ts';
import { type Bytes, equalBytes, utf8 } from '#lib/core/bytes.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';

/** Attributes that differ by case (caseExactMatch, caseExactIA5Match of RFC 4517) in the usual schemas. */
const caseExact = new Set(['homedirectory', 'loginshell', 'krbprincipalname', 'memberuid']);

/** Whether an entry fits (RFC 4511 section 4.5.1.7). What has no value in the entry, or none that can be compared, does not. */
export function matchesFilter(entry: DirectoryEntry, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((inner) => matchesFilter(entry, inner));
    case 'or':
      return filter.filters.some((inner) => matchesFilter(entry, inner));
    case 'present':
      return valuesOf(entry, filter.attribute).length > 0;
    case 'equal':
      return valuesOf(entry, filter.attribute).some((value) => isEqual(filter.attribute, value, filter.value));
  }
}

/** Passwords are for comparing with what was typed, never for finding somebody by. */
function valuesOf(entry: DirectoryEntry, attribute: string): readonly (string | Bytes)[] {
  const name = attribute.toLowerCase();
  if (name === 'userpassword') return [];
  return [...(entry.attributes.get(name) ?? []), ...(entry.attributes.get(`${name};binary`) ?? [])];
}

function isEqual(attribute: string, value: string | Bytes, wanted: string | Bytes): boolean {
  if (typeof value === 'string' && typeof wanted === 'string') {
    const left = prepare(attribute, value);
    return left !== '' && left === prepare(attribute, wanted);
  }
  return equalBytes(octets(value), octets(wanted));
}

function octets(value: string | Bytes): Bytes {
  return typeof value === 'string' ? utf8(value) : value;
}

/** caseIgnoreMatch (RFC 4517 section 4.2.11): case, surrounding spaces and the number of inner ones do not count (RFC 4518). */
function prepare(attribute: string, text: string): string {
  const squeezed = text.normalize('NFKC').replaceAll(/ +/g, ' ').trim();
  return caseExact.has(attribute.toLowerCase()) ? squeezed : squeezed.toLowerCase();
}
