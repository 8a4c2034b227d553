import type { LdifConfig } from '#connector/disk/config-directory.ts';
import type { BindVerdict } from '#connector/ldap/bind-verdict.ts';
import { checkPassword } from '#connector/ldap/check-password.ts';
import { isPassword } from '#connector/ldap/compare-password.ts';
import type { Directory, DirectoryEntry, DirectoryFault } from '#connector/ldap/directory.ts';
import { type Flavour, flavourDefaults, personAttributes } from '#connector/ldap/flavour.ts';
import { groupNames } from '#connector/ldap/group-names.ts';
import type { DirectoryWishes } from '#connector/ldap/ldap-directory.ts';
import { openLdifFile } from '#connector/ldap/ldif-file.ts';
import { matchesFilter } from '#connector/ldap/match-filter.ts';
import { principalFilter, userNameFilter } from '#connector/ldap/name-filters.ts';
import { firstText, personOfEntry } from '#connector/ldap/person-of-entry.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';
import type { DirectoryState } from '#lib/wire/frames.ts';
import type { Person } from '#lib/wire/method-result.ts';

const groupClasses: Filter = {
  kind: 'or',
  filters: ['group', 'groupOfNames', 'groupOfUniqueNames', 'posixGroup'].map((value) => ({
    kind: 'equal' as const,
    attribute: 'objectClass',
    value,
  })),
};
const unreadYet: DirectoryState = {
  state: 'failing',
  kind: 'ldif',
  answering: 0,
  configured: 1,
  detail: 'not read yet',
};

/** A file as directory, for trying things out: `state` says so, and whoever shows it has to. */
export function openLdifDirectory(config: LdifConfig, realms: readonly string[], { log }: DirectoryWishes): Directory {
  const read = openLdifFile(config.file);
  const watchers = new Set<() => void>();
  let state = unreadYet;

  async function entries(): Promise<Outcome<readonly DirectoryEntry[], DirectoryFault>> {
    const found = await read();
    const next: DirectoryState = found.ok
      ? { state: 'answering', kind: 'ldif', answering: 1, configured: 1 }
      : { state: 'failing', kind: 'ldif', answering: 0, configured: 1, detail: found.problem.detail.slice(0, 500) };
    if (next.state !== state.state || next.detail !== state.detail) {
      state = next;
      if (!found.ok) log.warn({ ...found.problem }, 'the LDIF file cannot be used');
      for (const watcher of watchers) watcher();
    }
    return found;
  }

  /** An entry made after Active Directory's manner has a sAMAccountName. */
  const flavourOf = (entry: DirectoryEntry): Flavour =>
    entry.attributes.has('samaccountname') ? 'active-directory' : 'openldap';

  async function findPeople(filter: Filter): Promise<Outcome<readonly DirectoryEntry[], DirectoryFault>> {
    const found = await entries();
    if (!found.ok) return found;
    const people: DirectoryEntry[] = [];
    for (const entry of found.value) {
      if (matchesFilter(entry, groupClasses) || !matchesFilter(entry, filter)) continue;
      people.push(withoutPassword(entry));
      if (people.length === 2) break;
    }
    return success(people);
  }

  async function readPerson(entry: DirectoryEntry): Promise<Outcome<Person, DirectoryFault>> {
    const names = personAttributes(flavourOf(entry), config.attributes);
    const profile = personOfEntry(entry, names);
    if (config.groups?.enabled === false) return success({ ...profile, groups: [], groupsCut: false });
    const found = await entries();
    if (!found.ok) return found;
    const attribute = config.groups?.attribute ?? 'cn';
    const groups = groupsOf(entry, firstText(entry, names.userName), found.value, config.groups?.nested !== false);
    return success({
      ...profile,
      ...groupNames(
        groups.map((group) => firstText(group, attribute) ?? group.dn),
        false,
      ),
    });
  }

  async function bind(person: DirectoryEntry, password: string): Promise<Outcome<BindVerdict, DirectoryFault>> {
    const found = await entries();
    if (!found.ok) return found;
    const entry = found.value.find(({ dn }) => dn === person.dn);
    if (entry === undefined) return success({ isRight: false, reason: 'unknown-user', detail: 'the entry is gone' });
    const stored = entry.attributes.get('userpassword') ?? [];
    if (!stored.some((value) => isPassword(value, password)))
      return success({ isRight: false, reason: 'wrong-password', detail: 'no userPassword is the typed one' });
    // UF_ACCOUNTDISABLE, [MS-ADTS] section 2.2.16.
    if ((Number(firstText(entry, 'userAccountControl') ?? 0) & 2) !== 0)
      return success({ isRight: false, reason: 'account-disabled', detail: 'userAccountControl has bit 2' });
    return success({ isRight: true, detail: '' });
  }

  const nameAttributes = config.userNameAttributes ?? [
    ...flavourDefaults['active-directory'].userNameAttributes,
    ...flavourDefaults.openldap.userNameAttributes,
  ];
  const names = (typed: string) => userNameFilter(nameAttributes, typed);
  void entries();
  return {
    findPeople,
    userNameFilter: names,
    principalFilter: (principal) => {
      const filters = (['active-directory', 'openldap'] as const).flatMap(
        (flavour) => principalFilter(principal, { flavour, realms }) ?? [],
      );
      return filters.length === 0 ? undefined : { kind: 'or', filters };
    },
    readPerson,
    checkPassword: (userName, password) =>
      checkPassword({ find: findPeople, bind, readPerson }, names(userName), { userName, password }),
    state: () => state,
    watch: (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    close: async () => watchers.clear(),
  };
}

function withoutPassword({ dn, attributes }: DirectoryEntry): DirectoryEntry {
  return { dn, attributes: new Map([...attributes].filter(([name]) => name !== 'userpassword')) };
}

function groupsOf(
  person: DirectoryEntry,
  account: string | undefined,
  entries: readonly DirectoryEntry[],
  isNested: boolean,
): readonly DirectoryEntry[] {
  const groups = entries.filter((entry) => matchesFilter(entry, groupClasses));
  const found = new Set<DirectoryEntry>();
  const open: DirectoryEntry[] = [person];
  for (let member = open.pop(); member !== undefined; member = open.pop()) {
    for (const group of groups) {
      if (found.has(group) || !holds(group, member, member === person ? account : undefined)) continue;
      found.add(group);
      if (isNested) open.push(group);
    }
  }
  return [...found];
}

function holds(group: DirectoryEntry, member: DirectoryEntry, account: string | undefined): boolean {
  const byDn = (['member', 'uniqueMember'] as const).map((attribute) => ({
    kind: 'equal' as const,
    attribute,
    value: member.dn,
  }));
  const byName = account === undefined ? [] : [{ kind: 'equal' as const, attribute: 'memberUid', value: account }];
  return matchesFilter(group, { kind: 'or', filters: [...byDn, ...byName] });
}
