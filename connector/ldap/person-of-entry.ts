import { createHash } from 'node:crypto';
import type { DirectoryEntry } from '#connector/ldap/directory.ts';
import type { PersonAttributes } from '#connector/ldap/flavour.ts';
import { toHex } from '#lib/core/bytes.ts';
import type { Person } from '#lib/wire/method-result.ts';

/** A person without groups, cut to what the wire takes. */
export function personOfEntry(entry: DirectoryEntry, names: PersonAttributes): Omit<Person, 'groups' | 'groupsCut'> {
  const text = (attribute: string | undefined, max: number) => {
    const value = attribute === undefined ? undefined : firstText(entry, attribute);
    return value === undefined || value === '' ? undefined : value.slice(0, max);
  };
  const displayName = text(names.displayName, 500) ?? text('cn', 500);
  const givenName = text(names.givenName, 256);
  const familyName = text(names.familyName, 256);
  const email = text(names.email, 320);
  const userPrincipalName = text(names.userPrincipalName, 500);
  return {
    directoryId: directoryId(entry, names.id),
    dn: entry.dn.slice(0, 2_000),
    userName: text(names.userName, 256) ?? userPrincipalName?.slice(0, 256) ?? displayName?.slice(0, 256) ?? '',
    ...(displayName === undefined ? {} : { displayName }),
    ...(givenName === undefined ? {} : { givenName }),
    ...(familyName === undefined ? {} : { familyName }),
    ...(email === undefined ? {} : { email }),
    ...(userPrincipalName === undefined ? {} : { userPrincipalName }),
  };
}

/** An objectGUID's octets or an entryUUID's digits in hexadecimal; the DN where the entry has neither. */
function directoryId(entry: DirectoryEntry, attribute: string): string {
  const [value] = entry.attributes.get(attribute.toLowerCase()) ?? [];
  if (value !== undefined && typeof value !== 'string' && value.length > 0) return toHex(value).slice(0, 500);
  if (typeof value === 'string' && value !== '' && value.length <= 500)
    return isUuid.test(value) ? value.replaceAll('-', '').toLowerCase() : value;
  const dn = entry.dn.toLowerCase();
  return dn.length <= 500 ? dn : createHash('sha256').update(dn).digest('hex');
}

const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function firstText(entry: DirectoryEntry, attribute: string): string | undefined {
  const value = entry.attributes.get(attribute.toLowerCase())?.[0];
  return typeof value === 'string' ? value : undefined;
}
