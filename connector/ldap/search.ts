import { type Entry, type Filter as LdapFilter, ResultCodeError } from 'ldapts';
import type { DirectoryEntry } from '#connector/ldap/directory.ts';
import { directoryFault, resultCode, type ServerFault } from '#connector/ldap/directory-fault.ts';
import type { LdapConnection } from '#connector/ldap/ldap-connection.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';

export type SearchWishes = {
  readonly base: string;
  readonly filter: LdapFilter;
  readonly attributes: readonly string[];
  readonly maxEntries: number;
};

/** Not text, whatever the octets look like; by the names that schemas write, since servers answer with those. */
const octets = ['objectGUID', 'objectSid', 'GUID', 'userCertificate', 'userCertificate;binary'];
/** RFC 4511 section 4.1.9 */
const sizeLimitExceeded = 4;
const pageSize = 500;
const referral = 10;
const notHere = new Set<number>([resultCode.noSuchObject, resultCode.insufficientAccessRights, referral]);

/** One search below the base. References to other servers are left alone. */
export async function searchEntries(
  connection: LdapConnection,
  wishes: SearchWishes,
): Promise<Outcome<readonly DirectoryEntry[], ServerFault>> {
  try {
    const { searchEntries } = await connection.run((client) =>
      client.search(wishes.base, { ...options(wishes), sizeLimit: wishes.maxEntries }),
    );
    return success(searchEntries.map(toEntry));
  } catch (cause) {
    return { ok: false, problem: searchFault(cause, wishes.base, connection.url) };
  }
}

/** The entry of this name, if it fits; undefined also where it is in another domain. */
export async function readEntry(
  connection: LdapConnection,
  wishes: SearchWishes,
): Promise<Outcome<DirectoryEntry | undefined, ServerFault>> {
  try {
    const { searchEntries } = await connection.run((client) =>
      client.search(wishes.base, { ...options(wishes), scope: 'base' }),
    );
    return success(searchEntries.map(toEntry)[0]);
  } catch (cause) {
    if (cause instanceof ResultCodeError && notHere.has(cause.code)) return success(undefined);
    return { ok: false, problem: directoryFault(cause, connection.url) };
  }
}

/** In pages (RFC 2696), since servers limit what one answer may have; `isCut` where there is more than may be told. */
export async function searchPages(
  connection: LdapConnection,
  wishes: SearchWishes,
): Promise<Outcome<{ readonly entries: readonly DirectoryEntry[]; readonly isCut: boolean }, ServerFault>> {
  const entries: DirectoryEntry[] = [];
  try {
    const isCut = await connection.run(async (client) => {
      for await (const page of client.searchPaginated(wishes.base, { ...options(wishes), paged: { pageSize } })) {
        entries.push(...page.searchEntries.map(toEntry));
        if (entries.length > wishes.maxEntries) return true;
      }
      return false;
    });
    return success({ entries, isCut });
  } catch (cause) {
    if (cause instanceof ResultCodeError && cause.code === sizeLimitExceeded && entries.length > 0)
      return success({ entries, isCut: true });
    return { ok: false, problem: searchFault(cause, wishes.base, connection.url) };
  }
}

function options({ filter, attributes }: SearchWishes) {
  return {
    scope: 'sub' as const,
    filter,
    attributes: [...attributes],
    explicitBufferAttributes: octets,
  };
}

function searchFault(cause: unknown, base: string, url: string): ServerFault {
  if (cause instanceof ResultCodeError && cause.code === resultCode.noSuchObject)
    return { reason: 'directory-error', detail: `${url}: there is no entry “${base}”; check "base"`, scope: 'request' };
  return directoryFault(cause, url);
}

function toEntry({ dn, ...rest }: Entry): DirectoryEntry {
  const attributes = new Map<string, readonly (string | Uint8Array<ArrayBuffer>)[]>();
  for (const [name, value] of Object.entries(rest)) {
    const values = (Array.isArray(value) ? value : [value]).map((one) =>
      typeof one === 'string' ? one : new Uint8Array(one),
    );
    if (values.length > 0) attributes.set(name.toLowerCase(), values);
  }
  return { dn, attributes };
}
