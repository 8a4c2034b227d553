import { AndFilter, EqualityFilter, ExtensibleFilter, type Filter as LdapFilter, OrFilter } from 'ldapts';
import type { DirectoryEntry } from '#connector/ldap/directory.ts';
import type { ServerFault } from '#connector/ldap/directory-fault.ts';
import { createExpiringCache } from '#connector/ldap/expiring-cache.ts';
import { type GroupNames, groupNames, maxGroups } from '#connector/ldap/group-names.ts';
import { firstText } from '#connector/ldap/person-of-entry.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';

/** LDAP_MATCHING_RULE_IN_CHAIN, [MS-ADTS] section 3.1.1.3.4.4.3: members of members, to any depth. */
const inChain = '1.2.840.113556.1.4.1941';
/** Groups whose own groups are looked up at the same time. */
const abreast = 8;
const maxCachedGroups = 20_000;

/**
 * How groups are found. `memberOf`: entries name the groups they are in. `member`: groups are searched for their members. `chain`: Active
 * Directory walks nested groups itself, which is one search but a costly one.
 */
export type GroupSource = 'memberOf' | 'member' | 'chain';

export type GroupEntries = { readonly entries: readonly DirectoryEntry[]; readonly isCut: boolean };

export type GroupWishes = {
  /** Groups that fit. */
  readonly search: (filter: LdapFilter) => Promise<Outcome<GroupEntries, ServerFault>>;
  /** The group of this name, with its `memberOf`; undefined where there is none that fits. */
  readonly lookUp: (dn: string, filter: LdapFilter) => Promise<Outcome<DirectoryEntry | undefined, ServerFault>>;
  readonly source: GroupSource;
  /** What a group is. */
  readonly classFilter: LdapFilter;
  /** Which groups are told, where not all are; those that are not are walked through all the same. */
  readonly filter: LdapFilter | undefined;
  /** The attribute that names a group. */
  readonly attribute: string;
  readonly isNested: boolean;
  /** How long a group's own groups are kept: they change seldom, and are the same for everybody. A person's are read anew. */
  readonly cacheMs: number;
  readonly now: () => number;
};

/** `account` is what a posixGroup calls the person. */
export type GroupReader = (
  entry: DirectoryEntry,
  account: string | undefined,
) => Promise<Outcome<GroupNames, ServerFault>>;

export function createGroupReader(wishes: GroupWishes): GroupReader {
  const { search, lookUp, source, classFilter, filter, attribute, isNested, cacheMs, now } = wishes;
  const cachedParents = createExpiringCache<GroupEntries, ServerFault>(cacheMs, maxCachedGroups, now);
  const cachedGroups = createExpiringCache<DirectoryEntry | undefined, ServerFault>(cacheMs, maxCachedGroups, now);
  const cachedTold = createExpiringCache<DirectoryEntry | undefined, ServerFault>(cacheMs, maxCachedGroups, now);
  const within = (membership: LdapFilter) => new AndFilter({ filters: [classFilter, membership] });
  const nameOf = (group: DirectoryEntry) => firstText(group, attribute) ?? group.dn;
  const namesOf = (groups: Iterable<DirectoryEntry>, isCut: boolean) =>
    success(groupNames([...groups].map(nameOf), isCut));

  async function tell(groups: readonly DirectoryEntry[], isCut: boolean): Promise<Outcome<GroupNames, ServerFault>> {
    if (filter === undefined) return namesOf(groups, isCut);
    const told: DirectoryEntry[] = [];
    for (let at = 0; at < groups.length; at += abreast) {
      const answers = await Promise.all(
        groups.slice(at, at + abreast).map(({ dn }) => cachedTold(dn.toLowerCase(), () => lookUp(dn, filter))),
      );
      for (const answer of answers) {
        if (!answer.ok) return answer;
        if (answer.value !== undefined) told.push(answer.value);
      }
    }
    return namesOf(told, isCut);
  }

  async function byChain(entry: DirectoryEntry): Promise<Outcome<GroupNames, ServerFault>> {
    const rule = isNested
      ? new ExtensibleFilter({ matchType: 'member', rule: inChain, value: entry.dn })
      : new EqualityFilter({ attribute: 'member', value: entry.dn });
    const found = await search(new AndFilter({ filters: [filter ?? classFilter, rule] }));
    return found.ok ? namesOf(found.value.entries, found.value.isCut) : found;
  }

  async function byMember(
    entry: DirectoryEntry,
    account: string | undefined,
  ): Promise<Outcome<GroupNames, ServerFault>> {
    const direct = await search(within(isMember(entry.dn, account)));
    if (!direct.ok) return direct;
    if (!isNested) return tell(direct.value.entries, direct.value.isCut);
    const seen = new Map(direct.value.entries.map((group) => [group.dn.toLowerCase(), group]));
    const open = [...seen.values()];
    let { isCut } = direct.value;
    while (open.length > 0 && seen.size <= maxGroups) {
      const answers = await Promise.all(
        open
          .splice(0, abreast)
          .map(({ dn }) => cachedParents(dn.toLowerCase(), () => search(within(isMember(dn, undefined))))),
      );
      for (const answer of answers) {
        if (!answer.ok) return answer;
        isCut ||= answer.value.isCut;
        for (const group of answer.value.entries) {
          // Groups may contain each other in a circle.
          if (seen.has(group.dn.toLowerCase())) continue;
          seen.set(group.dn.toLowerCase(), group);
          open.push(group);
        }
      }
    }
    return tell([...seen.values()], isCut || open.length > 0);
  }

  async function byMemberOf(entry: DirectoryEntry): Promise<Outcome<GroupNames, ServerFault>> {
    const groups: DirectoryEntry[] = [];
    const seen = new Set<string>();
    const open: string[] = [];
    let isCut = hasMoreParents(entry);
    const meet = (dns: readonly string[]) => {
      for (const dn of dns) {
        if (seen.has(dn.toLowerCase())) continue;
        seen.add(dn.toLowerCase());
        open.push(dn);
      }
    };
    meet(parentsOf(entry));
    while (open.length > 0 && groups.length <= maxGroups) {
      const answers = await Promise.all(
        open.splice(0, abreast).map((dn) => cachedGroups(dn.toLowerCase(), () => lookUp(dn, classFilter))),
      );
      for (const answer of answers) {
        if (!answer.ok) return answer;
        if (answer.value === undefined) continue;
        groups.push(answer.value);
        if (!isNested) continue;
        isCut ||= hasMoreParents(answer.value);
        meet(parentsOf(answer.value));
      }
    }
    return tell(groups, isCut || open.length > 0);
  }

  return (entry, account) => {
    if (source === 'member') return byMember(entry, account);
    return source === 'chain' ? byChain(entry) : byMemberOf(entry);
  };
}

/** Active Directory tells at most 1,500 values at once, and then under another name ([MS-ADTS] section 3.1.1.3.1.3.3). */
const rangedMemberOf = 'memberof;range=0-';

function parentsOf({ attributes }: DirectoryEntry): readonly string[] {
  const ranged = [...attributes].find(([name]) => name.startsWith(rangedMemberOf))?.[1] ?? [];
  return [...(attributes.get('memberof') ?? []), ...ranged].filter((value) => typeof value === 'string');
}

function hasMoreParents({ attributes }: DirectoryEntry): boolean {
  return [...attributes.keys()].some((name) => name.startsWith(rangedMemberOf) && !name.endsWith('-*'));
}

/** groupOfNames and groupOfUniqueNames hold DNs (RFC 4519), posixGroup account names (RFC 2307). */
function isMember(dn: string, account: string | undefined): LdapFilter {
  const filters = [
    new EqualityFilter({ attribute: 'member', value: dn }),
    new EqualityFilter({ attribute: 'uniqueMember', value: dn }),
  ];
  if (account !== undefined) filters.push(new EqualityFilter({ attribute: 'memberUid', value: account }));
  return new OrFilter({ filters });
}
