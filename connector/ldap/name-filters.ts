import { type Flavour, flavourDefaults } from '#connector/ldap/flavour.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';

const equal = (attribute: string, value: string): Filter => ({ kind: 'equal', attribute, value });

function anyOf(filters: readonly Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { kind: 'or', filters };
}

export function userNameFilter(attributes: readonly string[], typed: string): Filter {
  return anyOf(attributes.map((attribute) => equal(attribute, typed)));
}

/** Attributes that hold a whole principal, realm included. */
const principalAttributes: Readonly<Record<Flavour, (principal: string) => readonly Filter[]>> = {
  'active-directory': (principal) => [
    equal('userPrincipalName', principal),
    equal('altSecurityIdentities', `Kerberos:${principal}`),
  ],
  openldap: (principal) => [equal('krbPrincipalName', principal)],
};

/**
 * The name part of a principal means somebody only where the realm is one of this directory's; any other principal is looked for whole.
 * `host/box@REALM` and names with escaped characters (RFC 1964 section 2.1.1) are no account names.
 */
export function principalFilter(
  principal: string,
  { flavour, realms, accountAttribute }: { flavour: Flavour; realms: readonly string[]; accountAttribute?: string },
): Filter | undefined {
  const match = /^(?<name>[^@]+)@(?<realm>[^@\\/]+)$/.exec(principal);
  const name = match?.groups?.['name'];
  const realm = match?.groups?.['realm'];
  if (name === undefined || realm === undefined) return undefined;
  if (realms.includes(realm) && !/[/\\]/.test(name))
    return equal(accountAttribute ?? flavourDefaults[flavour].accountAttribute, name);
  return anyOf(principalAttributes[flavour](principal));
}
