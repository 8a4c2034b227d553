import type { Config } from '#connector/disk/config.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { type DirectoryWishes, openLdapDirectory } from '#connector/ldap/ldap-directory.ts';
import { openLdifDirectory } from '#connector/ldap/ldif-directory.ts';
import { noDirectory } from '#connector/ldap/no-directory.ts';

/** The directory that config.json names; one that knows nobody where it names none. */
export function openDirectory(config: Pick<Config, 'directory' | 'kerberos'>, wishes: DirectoryWishes): Directory {
  const { directory, kerberos } = config;
  if (directory === undefined) return noDirectory;
  const realms = kerberos?.realms ?? [];
  return directory.kind === 'ldif'
    ? openLdifDirectory(directory, realms, wishes)
    : openLdapDirectory(directory, realms, wishes);
}
