import { readFile } from 'node:fs/promises';
import type { LdapConfig } from '#connector/disk/config-directory.ts';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import type { ServerFault } from '#connector/ldap/directory-fault.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';

/** Who the connector searches as; undefined: nobody, searches are anonymous. */
export type Credentials = { readonly user: string; readonly password: string } | undefined;

/** Read for every new connection, so that a changed password file counts without a restart. */
export async function readBindPassword(config: LdapConfig): Promise<Outcome<Credentials, ServerFault>> {
  const { bindUser: user, bindPassword, bindPasswordFile } = config;
  if (user === undefined) return success(undefined);
  if (bindPassword !== undefined) return success({ user, password: bindPassword });
  const refuse = (detail: string): Outcome<Credentials, ServerFault> => ({
    ok: false,
    problem: { reason: 'directory-bind-refused', detail, scope: 'request' },
  });
  if (bindPasswordFile === undefined) return refuse('bindUser has no password');
  try {
    const password = (await readFile(bindPasswordFile, 'utf8')).replace(/\r?\n$/, '');
    // An empty password would make the bind anonymous (RFC 4513 section 5.1.2).
    return password === '' ? refuse(`${bindPasswordFile} is empty`) : success({ user, password });
  } catch (cause) {
    return refuse(`${bindPasswordFile} cannot be read: ${reasonOf(cause)}`);
  }
}
