import type { DirectoryEntry } from '#connector/ldap/directory.ts';
import { type Bytes, equalBytes, utf8 } from '#lib/core/bytes.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';

/** Attributes that differ by case (caseExactMatch, caseExactIA5Match of RFC 4517) in the usual schemas. */
const caseExact = new Set(['homedirectory', 'loginshell', 'krbprincipalname', 'memberuid']);

/** Attributes that hold names of entries (distinguishedNameMatch, RFC 4517 section 4.2.15): spaces around commas do not count. */
const names = new Set(['member', 'uniquemember', 'memberof', 'manager', 'distinguishedname']);

/** The superior classes of those that people have (RFC 4519 section 3, RFC 2798): an entry is also of these (RFC 4512 section 2.4). */
const superiors: Readonly<Record<string, readonly string[]>> = {
  inetorgperson: ['organizationalPerson', 'person', 'top'],
  user: ['organizationalPerson', 'person', 'top'],
  organizationalperson: ['person', 'top'],
};

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
  if (name === 'objectclass') {
    const own = (entry.attributes.get(name) ?? []).map(String);
    return [...own, ...own.flatMap((one) => superiors[one.toLowerCase()] ?? ['top'])];
  }
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
  const name = attribute.toLowerCase();
  const squeezed = text.normalize('NFKC').replaceAll(/ +/g, ' ').trim();
  if (names.has(name)) return squeezed.replaceAll(/ ?, ?/g, ',').toLowerCase();
  return caseExact.has(name) ? squeezed : squeezed.toLowerCase();
}
