import { AndFilter, EqualityFilter, ExtensibleFilter, type Filter as LdapFilter, OrFilter } from 'ldapts';
import type { DirectoryEntry } from '#connector/ldap/directory.ts';
import type { ServerFault } from '#connector/ldap/directory-fault.ts';
import type { Flavour } from '#connector/ldap/flavour.ts';
import { type GroupNames, groupNames, maxGroups } from '#connector/ldap/group-names.ts';
import { firstText } from '#connector/ldap/person-of-entry.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';

/** LDAP_MATCHING_RULE_IN_CHAIN, [MS-ADTS] section 3.1.1.3.4.4.3: members of members, to any depth. */
const inChain = '1.2.840.113556.1.4.1941';
/** Groups whose own groups are looked up at the same time. */
const abreast = 8;
const maxCachedGroups = 20_000;

export type GroupEntries = { readonly entries: readonly DirectoryEntry[]; readonly isCut: boolean };

export type GroupWishes = {
  readonly search: (filter: LdapFilter) => Promise<Outcome<GroupEntries, ServerFault>>;
  readonly filter: LdapFilter;
  /** The attribute that names a group. */
  readonly attribute: string;
  readonly isNested: boolean;
  readonly cacheMs: number;
  readonly now: () => number;
};

type Found = Outcome<GroupEntries, ServerFault>;

export type GroupReader = (
  entry: DirectoryEntry,
  account: string | undefined,
  flavour: Flavour,
) => Promise<Outcome<GroupNames, ServerFault>>;

/**
 * Reads a person's groups. Active Directory walks nested ones itself; elsewhere every group is asked for the groups it is in, which is
 * kept for a while: groups in groups change seldom, and are the same for everybody.
 */
export function createGroupReader({ search, filter, attribute, isNested, cacheMs, now }: GroupWishes): GroupReader {
  const parents = new Map<string, { readonly until: number; readonly found: Promise<Found> }>();
  const named = (membership: LdapFilter) => new AndFilter({ filters: [filter, membership] });
  const nameOf = (group: DirectoryEntry) => firstText(group, attribute) ?? group.dn;

  function parentsOf(dn: string): Promise<Found> {
    const key = dn.toLowerCase();
    const kept = parents.get(key);
    if (kept !== undefined && now() < kept.until) return kept.found;
    const found = search(named(isMember(dn, undefined)));
    if (cacheMs === 0) return found;
    parents.delete(key);
    parents.set(key, { until: now() + cacheMs, found });
    void found.then((outcome) => {
      if (!outcome.ok && parents.get(key)?.found === found) parents.delete(key);
    });
    for (const oldest of parents.keys()) {
      if (parents.size <= maxCachedGroups) break;
      parents.delete(oldest);
    }
    return found;
  }

  async function climb(direct: GroupEntries): Promise<Outcome<GroupNames, ServerFault>> {
    const seen = new Map(direct.entries.map((group) => [group.dn.toLowerCase(), group]));
    const open = [...seen.values()];
    let { isCut } = direct;
    while (open.length > 0 && seen.size <= maxGroups) {
      const answers = await Promise.all(open.splice(0, abreast).map(({ dn }) => parentsOf(dn)));
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
    return success(groupNames([...seen.values()].map(nameOf), isCut || open.length > 0));
  }

  return async (entry, account, flavour) => {
    if (flavour === 'active-directory') {
      const rule = isNested
        ? new ExtensibleFilter({ matchType: 'member', rule: inChain, value: entry.dn })
        : new EqualityFilter({ attribute: 'member', value: entry.dn });
      const found = await search(named(rule));
      return found.ok ? success(groupNames(found.value.entries.map(nameOf), found.value.isCut)) : found;
    }
    const direct = await search(named(isMember(entry.dn, account)));
    if (!direct.ok) return direct;
    if (isNested) return climb(direct.value);
    return success(groupNames(direct.value.entries.map(nameOf), direct.value.isCut));
  };
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
