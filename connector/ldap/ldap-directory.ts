import { AndFilter, FilterParser, PasswordPolicyControl } from 'ldapts';
import type { Logger } from 'pino';
import type { LdapConfig } from '#connector/disk/config-directory.ts';
import { readBindPassword } from '#connector/ldap/bind-password.ts';
import { type BindVerdict, verdictOfFailure, verdictOfSuccess } from '#connector/ldap/bind-verdict.ts';
import { asksForCertificate, holdsCertificate, toExactMatch } from '#connector/ldap/certificate-filter.ts';
import { checkPassword } from '#connector/ldap/check-password.ts';
import type { Directory, DirectoryEntry } from '#connector/ldap/directory.ts';
import type { ServerFault } from '#connector/ldap/directory-fault.ts';
import { directoryTrust } from '#connector/ldap/directory-trust.ts';
import { type Flavour, flavourDefaults, type PersonAttributes, personAttributes } from '#connector/ldap/flavour.ts';
import { createFlavourKnowledge } from '#connector/ldap/flavour-knowledge.ts';
import { maxGroups } from '#connector/ldap/group-names.ts';
import type { LdapConnection } from '#connector/ldap/ldap-connection.ts';
import { createServer } from '#connector/ldap/ldap-server.ts';
import { accountOfDomainName, principalFilter, userNameFilter } from '#connector/ldap/name-filters.ts';
import { firstText, personOfEntry } from '#connector/ldap/person-of-entry.ts';
import { createGroupReader, type GroupReader, type GroupSource } from '#connector/ldap/read-groups.ts';
import { readEntry, searchEntries, searchPages } from '#connector/ldap/search.ts';
import { type ServerTimes, serverTimes, watchServers } from '#connector/ldap/server-list.ts';
import { toLdapFilter } from '#connector/ldap/to-ldap-filter.ts';
import { standingAttributes } from '#connector/sign-in/account-standing.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';
import type { DirectoryState } from '#lib/wire/frames.ts';
import type { Person } from '#lib/wire/method-result.ts';

export type DirectoryWishes = {
  readonly log: Logger;
  readonly now: () => number;
  readonly times?: Partial<ServerTimes>;
};

const defaults = { connectMs: 3_000, operationMs: 5_000, poolSize: 16, groupAttribute: 'cn', cacheSeconds: 60 };
/** One is somebody, two are too many. */
const maxHits = 2;
/** How many servers may leave one password without an answer: each may have counted it towards a lock-out. */
const mostUnansweredBinds = 2;

/** What differs between kinds of directories, settled once it is known which one this is. */
type Settled = {
  readonly flavour: Flavour;
  readonly person: PersonAttributes;
  readonly userFilter: ReturnType<typeof FilterParser.parseString>;
  readonly userNameAttributes: readonly string[];
  /** What people's entries are asked for their groups. */
  readonly memberOf: readonly string[];
  readonly readGroups: GroupReader | undefined;
};

export function openLdapDirectory(
  config: LdapConfig,
  realms: readonly string[],
  { log, now, times }: DirectoryWishes,
): Directory {
  const watchers = new Set<() => void>();
  const trust = directoryTrust(config.ca);
  const servers = watchServers({
    servers: config.urls.map((url) =>
      createServer({
        address: {
          url,
          startTls: config.startTls === true && url.startsWith('ldap:'),
          secureContext: trust.ok ? trust.value : undefined,
          connectMs: config.timeouts?.connectMs ?? defaults.connectMs,
          operationMs: config.timeouts?.operationMs ?? defaults.operationMs,
        },
        credentials: async () => (trust.ok ? readBindPassword(config) : trust),
        poolSize: config.poolSize ?? defaults.poolSize,
        now,
      }),
    ),
    times: { ...serverTimes, ...times },
    now,
    log,
    onChange: () => {
      for (const watcher of watchers) watcher();
    },
    probe: async (server) => {
      const answer = await server.probe();
      if (answer.ok) knowledge.learn(answer.value);
      return answer;
    },
  });
  const knowledge = createFlavourKnowledge(
    config.flavour === undefined || config.flavour === 'auto' ? undefined : config.flavour,
    () => servers.use((server) => server.probe()),
  );

  const settledOf = new Map<Flavour, Settled>();
  function settle(flavour: Flavour): Settled {
    const kept = settledOf.get(flavour);
    if (kept !== undefined) return kept;
    const own = flavourDefaults[flavour];
    const { groups } = config;
    const source = groups?.source ?? own.groupSource;
    const settled: Settled = {
      flavour,
      person: personAttributes(flavour, config.attributes),
      userFilter: FilterParser.parseString(config.userFilter ?? own.userFilter),
      userNameAttributes: config.userNameAttributes ?? own.userNameAttributes,
      memberOf: groups?.enabled === false || source !== 'memberOf' ? [] : ['memberOf'],
      readGroups: groups?.enabled === false ? undefined : groupReader(flavour, source),
    };
    settledOf.set(flavour, settled);
    return settled;
  }

  function groupReader(flavour: Flavour, source: GroupSource): GroupReader {
    const { groups } = config;
    const attribute = groups?.attribute ?? defaults.groupAttribute;
    const base = groups?.base ?? config.base;
    return createGroupReader({
      search: (filter) =>
        onSearch((connection) =>
          searchPages(connection, { base, filter, attributes: [attribute], maxEntries: maxGroups }),
        ),
      lookUp: async (dn, filter) =>
        isBelow(dn, base)
          ? onSearch((connection) =>
              readEntry(connection, { base: dn, filter, attributes: [attribute, 'memberOf'], maxEntries: 1 }),
            )
          : success(undefined),
      source,
      classFilter: FilterParser.parseString(flavourDefaults[flavour].groupFilter),
      filter: groups?.filter === undefined ? undefined : FilterParser.parseString(groups.filter),
      attribute,
      isNested: groups?.nested !== false,
      cacheMs: (groups?.cacheSeconds ?? defaults.cacheSeconds) * 1000,
      now,
    });
  }

  function onSearch<Value>(work: (connection: LdapConnection) => Promise<Outcome<Value, ServerFault>>) {
    return servers.use((server) => server.searches.use(work));
  }

  async function find(
    wanted: Filter,
    more: readonly string[],
  ): Promise<Outcome<readonly DirectoryEntry[], ServerFault>> {
    const known = await knowledge.ask();
    if (!known.ok) return known;
    const filter = knowledge.decide(wanted, known.value);
    const { flavour, person, userFilter, memberOf } = settle(known.value);
    const isByCertificate = flavour !== 'active-directory' && asksForCertificate(filter);
    const asked = toLdapFilter(isByCertificate ? await toExactMatch(filter) : filter);
    const names = Object.values(person).filter((name) => name !== undefined);
    const found = await onSearch((connection) =>
      searchEntries(connection, {
        base: config.base,
        filter: new AndFilter({ filters: [userFilter, asked] }),
        attributes: [
          ...new Set(['cn', ...names, ...more, ...memberOf, ...(isByCertificate ? ['userCertificate;binary'] : [])]),
        ],
        maxEntries: maxHits,
      }),
    );
    if (!found.ok || !isByCertificate) return found;
    return success(found.value.filter((entry) => holdsCertificate(entry, filter)));
  }

  async function readPerson(entry: DirectoryEntry): Promise<Outcome<Person, ServerFault>> {
    const known = await knowledge.ask();
    if (!known.ok) return known;
    const { person, readGroups } = settle(known.value);
    const profile = personOfEntry(entry, person);
    if (readGroups === undefined) return success({ ...profile, groups: [], groupsCut: false });
    const groups = await readGroups(entry, firstText(entry, person.userName));
    return groups.ok ? success({ ...profile, ...groups.value }) : groups;
  }

  async function bind(name: string, password: string): Promise<Outcome<BindVerdict, ServerFault>> {
    if (!trust.ok) return trust;
    const known = await knowledge.ask();
    if (!known.ok) return known;
    const isPolicyAsked = known.value !== 'active-directory';
    let unanswered = 0;
    return servers.use(async (server) => {
      const answer = await server.binds.use((connection) => bindAs(connection, name, password, isPolicyAsked));
      if (answer.ok || answer.problem.reason !== 'directory-timeout') return answer;
      unanswered += 1;
      // A server that said nothing may have counted a wrong password: one other is asked, and then nobody.
      return unanswered < mostUnansweredBinds
        ? answer
        : { ok: false, problem: { ...answer.problem, scope: 'request' } };
    });
  }

  /** A bind tells by itself how an account stands; whoever comes with a certificate or a ticket needs it told. */
  const findPeople = (filter: Filter) => find(filter, standingAttributes);
  const names = (typed: string) => (flavour: Flavour) =>
    userNameFilter(settle(flavour).userNameAttributes, typed, accountOf(typed, flavour));
  const principal = (full: string) => (flavour: Flavour) => principalFilter(full, { flavour, realms });

  return {
    findPeople,
    userNameFilter: (typed) => knowledge.filterFor(names(typed)),
    principalFilter: (full) => {
      const make = principal(full);
      const example = make('openldap');
      return example === undefined ? undefined : knowledge.filterFor((flavour) => make(flavour) ?? example);
    },
    readPerson,
    checkPassword: async (userName, password) => {
      const known = await knowledge.ask();
      const filter = known.ok ? names(userName)(known.value) : knowledge.filterFor(names(userName));
      const isDomainNamed = known.ok && accountOf(userName, known.value) !== undefined;
      const port = {
        find: (wanted: Filter) => find(wanted, []),
        bind: async ({ dn }: DirectoryEntry, typed: string) => {
          // The directory judges the domain, which the filter leaves out; who was found is judged by their own name all the same.
          const named = isDomainNamed ? await bind(userName, typed) : undefined;
          return named === undefined || (named.ok && named.value.isRight) ? bind(dn, typed) : named;
        },
        readPerson,
      };
      return checkPassword(port, filter, { userName, password });
    },
    state: (): DirectoryState => {
      const answering = servers.answering();
      const [fault] = servers.faults();
      const detail = fault === undefined ? undefined : `${fault.reason}: ${fault.detail}`.slice(0, 500);
      return {
        state: answering > 0 ? 'answering' : 'failing',
        kind: 'ldap',
        answering,
        configured: config.urls.length,
        ...(detail === undefined ? (answering === 0 ? { detail: 'not asked yet' } : {}) : { detail }),
      };
    },
    watch: (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    close: async () => {
      watchers.clear();
      servers.close();
    },
  };
}

/** Binds as a person. Anything but a definite answer about the password is thrown for the pool to name. */
async function bindAs(
  connection: LdapConnection,
  dn: string,
  password: string,
  isPolicyAsked: boolean,
): Promise<Outcome<BindVerdict, ServerFault>> {
  const policy = isPolicyAsked ? new PasswordPolicyControl() : undefined;
  try {
    await connection.run((client) => client.bind(dn, password, policy));
    return success(verdictOfSuccess(policy?.value));
  } catch (cause) {
    const verdict = verdictOfFailure(cause, policy?.value);
    if (verdict === undefined) throw cause;
    return success(verdict);
  }
}

/** Of `DOMAIN\account`, which nothing but Active Directory takes. */
function accountOf(typed: string, flavour: Flavour): string | undefined {
  return flavour === 'active-directory' ? accountOfDomainName(typed) : undefined;
}

/** By the text of the names, as one server writes them. */
function isBelow(dn: string, base: string): boolean {
  const tidy = (name: string) => name.toLowerCase().replaceAll(/\s*,\s*/g, ',');
  return tidy(dn) === tidy(base) || tidy(dn).endsWith(`,${tidy(base)}`);
}
