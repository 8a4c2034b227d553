import { type Flavour, flavourDefaults } from '#connector/ldap/flavour.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';

const equal = (attribute: string, value: string): Filter => ({ kind: 'equal', attribute, value });

function anyOf(filters: readonly Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { kind: 'or', filters };
}

/** `account` is what is looked for in sAMAccountName, where that is a part of what was typed. */
export function userNameFilter(attributes: readonly string[], typed: string, account = typed): Filter {
  const isAccount = (attribute: string) => attribute.toLowerCase() === 'samaccountname';
  return anyOf(attributes.map((attribute) => equal(attribute, isAccount(attribute) ? account : typed)));
}

/**
 * The account in `DOMAIN\account`, undefined where the name has another form. No sAMAccountName has a backslash, and no NetBIOS name more than
 * 15 characters ([MS-ADTS] section 5.1.1.1.1).
 */
export function accountOfDomainName(typed: string): string | undefined {
  return /^[^\\/@]{1,15}\\(?<account>[^\\/@]+)$/.exec(typed)?.groups?.['account'];
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
  { flavour, realms }: { flavour: Flavour; realms: readonly string[] },
): Filter | undefined {
  const match = /^(?<name>[^@]+)@(?<realm>[^@\\/]+)$/.exec(principal);
  const name = match?.groups?.['name'];
  const realm = match?.groups?.['realm'];
  if (name === undefined || realm === undefined) return undefined;
  if (realms.includes(realm) && !/[/\\]/.test(name)) return equal(flavourDefaults[flavour].accountAttribute, name);
  return anyOf(principalAttributes[flavour](principal));
}
