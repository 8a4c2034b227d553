import type { LdapConfig, LdifConfig } from '#connector/disk/config-directory.ts';

/** Two kinds of directory differ in the names of their attributes; `openldap` stands for every one that is not Active Directory. */
export type Flavour = 'active-directory' | 'openldap';

/** LDAP_CAP_ACTIVE_DIRECTORY_OID, [MS-ADTS] section 3.1.1.3.4.3.1: what only Active Directory and Samba say of themselves. */
export const activeDirectoryCapability = '1.2.840.113556.1.4.800';

/** Where in an entry a person's facts are; undefined where the directory has no such attribute. */
export type PersonAttributes = {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly userPrincipalName: string | undefined;
};

export type FlavourDefaults = {
  readonly userFilter: string;
  readonly userNameAttributes: readonly string[];
  /** The attribute that holds an account's name, for Kerberos principals of own realms. */
  readonly accountAttribute: string;
  readonly attributes: PersonAttributes;
  readonly groupFilter: string;
  /** Active Directory keeps memberOf by itself; elsewhere it takes an overlay, and does not tell of groups loaded without it. */
  readonly groupSource: 'memberOf' | 'member';
};

export const flavourDefaults: Readonly<Record<Flavour, FlavourDefaults>> = {
  'active-directory': {
    userFilter: '(&(objectCategory=person)(objectClass=user))',
    userNameAttributes: ['sAMAccountName', 'userPrincipalName'],
    accountAttribute: 'sAMAccountName',
    attributes: {
      id: 'objectGUID',
      userName: 'sAMAccountName',
      displayName: 'displayName',
      givenName: 'givenName',
      familyName: 'sn',
      email: 'mail',
      userPrincipalName: 'userPrincipalName',
    },
    groupFilter: '(objectClass=group)',
    groupSource: 'memberOf',
  },
  openldap: {
    userFilter: '(|(objectClass=person)(objectClass=posixAccount))',
    userNameAttributes: ['uid', 'mail'],
    accountAttribute: 'uid',
    attributes: {
      id: 'entryUUID',
      userName: 'uid',
      displayName: 'displayName',
      givenName: 'givenName',
      familyName: 'sn',
      email: 'mail',
      userPrincipalName: undefined,
    },
    groupFilter: '(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))',
    groupSource: 'member',
  },
};

/** The attributes of this directory's people: those stated, else those of its kind. */
export function personAttributes(
  flavour: Flavour,
  stated: LdapConfig['attributes'] | LdifConfig['attributes'],
): PersonAttributes {
  const { attributes } = flavourDefaults[flavour];
  return {
    id: stated?.id ?? attributes.id,
    userName: stated?.userName ?? attributes.userName,
    displayName: stated?.displayName ?? attributes.displayName,
    givenName: stated?.givenName ?? attributes.givenName,
    familyName: stated?.familyName ?? attributes.familyName,
    email: stated?.email ?? attributes.email,
    userPrincipalName: stated?.userPrincipalName ?? attributes.userPrincipalName,
  };
}
