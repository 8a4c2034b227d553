import { ResultCodeError } from 'ldapts';
import type { Credentials } from '#connector/ldap/bind-password.ts';
import { type ConnectionPool, createPool } from '#connector/ldap/connection-pool.ts';
import { directoryFault, resultCode, type ServerFault, tidy } from '#connector/ldap/directory-fault.ts';
import { activeDirectoryCapability, type Flavour } from '#connector/ldap/flavour.ts';
import { type LdapConnection, openConnection, type ServerAddress } from '#connector/ldap/ldap-connection.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';

/** Active Directory closes connections that were idle for 15 minutes (MaxConnIdleTime), firewalls often earlier. */
const idleMs = 4 * 60_000;

export type LdapServer = {
  readonly url: string;
  /** Connections bound as the connector's own account: for searches. */
  readonly searches: ConnectionPool;
  /** Connections for the passwords of people. After a refused bind they are anonymous, so nothing is ever searched on them. */
  readonly binds: ConnectionPool;
  /** Whether the server answers, and what kind it is (rootDSE, RFC 4512 section 5.1). */
  readonly probe: () => Promise<Outcome<Flavour, ServerFault>>;
  readonly close: () => void;
};

export type ServerWishes = {
  readonly address: ServerAddress;
  readonly credentials: () => Promise<Outcome<Credentials, ServerFault>>;
  readonly poolSize: number;
  readonly now: () => number;
};

export function createServer({ address, credentials, poolSize, now }: ServerWishes): LdapServer {
  const shared = { idleMs, waitMs: address.operationMs, now };
  const searches = createPool({ ...shared, size: Math.ceil(poolSize / 2), open: openForSearches });
  const binds = createPool({ ...shared, size: poolSize, open: () => openConnection(address) });

  /** Whether the connector's own account was let in the last time. Until then one try stands for all, since each may count towards a lock-out. */
  let isProven = false;
  let proof: Promise<Outcome<LdapConnection, ServerFault>> | undefined;

  async function openForSearches(): Promise<Outcome<LdapConnection, ServerFault>> {
    if (!isProven && proof !== undefined) {
      const proved = await proof;
      if (!proved.ok) return proved;
    }
    const opening = openBound();
    if (!isProven) proof = opening;
    const opened = await opening;
    if (proof === opening) proof = undefined;
    if (opened.ok) isProven = true;
    else if (opened.problem.scope === 'refused') isProven = false;
    return opened;
  }

  async function openBound(): Promise<Outcome<LdapConnection, ServerFault>> {
    const own = await credentials();
    if (!own.ok) return own;
    const opened = await openConnection(address);
    if (!opened.ok || own.value === undefined) return opened;
    const { user, password } = own.value;
    try {
      await opened.value.run((client) => client.bind(user, password));
      return opened;
    } catch (cause) {
      opened.value.close();
      return { ok: false, problem: ownBindFault(cause, user, address.url) };
    }
  }

  return {
    url: address.url,
    searches,
    binds,
    probe: () => searches.use(readFlavour),
    close: () => {
      searches.close();
      binds.close();
    },
  };
}

async function readFlavour(connection: LdapConnection): Promise<Outcome<Flavour, ServerFault>> {
  const { searchEntries } = await connection.run((client) =>
    client.search('', { scope: 'base', attributes: ['supportedCapabilities'] }),
  );
  const capabilities = [searchEntries[0]?.['supportedCapabilities'] ?? []].flat().map(String);
  return success(capabilities.includes(activeDirectoryCapability) ? 'active-directory' : 'openldap');
}

const ownAccountCodes = new Set<number>([
  resultCode.invalidCredentials,
  resultCode.inappropriateAuthentication,
  resultCode.insufficientAccessRights,
  resultCode.noSuchObject,
  resultCode.constraintViolation,
  resultCode.unwillingToPerform,
]);

function ownBindFault(cause: unknown, user: string, url: string): ServerFault {
  if (cause instanceof ResultCodeError && ownAccountCodes.has(cause.code))
    return {
      reason: 'directory-bind-refused',
      detail: `${url}: ${user} is not let in, check bindUser and its password (result ${cause.code}: ${tidy(cause.message)})`,
      scope: 'refused',
    };
  return directoryFault(cause, url);
}
