import type { Config } from '#connector/disk/config.ts';
import { nameAttributes, type OriginalConfig, originalDefaults } from '#connector/import/original-config.ts';

export type Converted = {
  readonly config: Config;
  /** Goes into a file of its own; undefined where there is none or it could not be opened. */
  readonly bindPassword: string | undefined;
  /** What an operator should know: what was decided, and what is left to them. */
  readonly notes: readonly string[];
};

export const bindPasswordFile = 'bind-password';

/** The original connector's settings as this connector's. Identity, tickets and keys are not taken: this connector enrols anew. */
export function convertConfig(original: OriginalConfig, bindPassword: string | undefined): Converted {
  const notes: string[] = [];
  const directory = convertDirectory(original, bindPassword, notes);
  const { PORT: port, HTTP_PROXY: proxy, SERVER_URL: serverUrl } = original;
  if (serverUrl !== undefined && serverUrl !== '')
    notes.push(
      `The front-facing URL of the original is ${serverUrl}; set it in the console (with https://), under Methods.`,
    );
  if (original.SSL_PFX !== undefined)
    notes.push(
      'The SSL certificate and its key are not taken: drop the PFX file in the console, which seals the key to each connector.',
    );
  if (original.KERBEROS_AUTH === true)
    notes.push('Kerberos is on in the original. Here it needs a keytab: see “kerberos” in docs/connector.md.');
  if (original.ALLOW_PASSWORD_EXPIRED === true || original.ALLOW_PASSWORD_CHANGE_REQUIRED === true)
    notes.push(
      'The original lets people in whose password has expired or must be changed; this connector does not, and tells them to change it.',
    );
  noteMapper(original, notes);
  return {
    config: {
      ...(port === undefined ? {} : { listen: { host: '::', port } }),
      ...(proxy === undefined || proxy === '' ? {} : { proxy }),
      ...(directory === undefined ? {} : { directory }),
    },
    bindPassword,
    notes,
  };
}

function convertDirectory(
  original: OriginalConfig,
  bindPassword: string | undefined,
  notes: string[],
): Config['directory'] {
  const { LDAP_URL: url, LDAP_BASE: base, LDAP_BIND_USER: bindUser } = original;
  if (url === undefined || url === '' || base === undefined || base === '') {
    notes.push(
      'LDAP_URL or LDAP_BASE is missing, so no directory was taken; the original finds it by DNS. Write “directory” into config.json.',
    );
    return undefined;
  }
  const urls = url.split(/[\s,]+/).filter((one) => one !== '');
  const isPlain = urls.some((one) => one.toLowerCase().startsWith('ldap:'));
  if (isPlain)
    notes.push(
      'The original speaks plain LDAP, which shows passwords to the network. This connector asks for StartTLS; if the directory cannot, give it a certificate.',
    );
  if (bindUser !== undefined && bindPassword === undefined)
    notes.push(
      `The bind password could not be opened (it is encrypted with certs/cert.key of the original). Write it into ${bindPasswordFile} beside config.json.`,
    );
  if (typeof original.SSL_CA_PATH === 'string' && original.SSL_CA_PATH !== '')
    notes.push(
      `The original trusts the authorities in ${original.SSL_CA_PATH}; name the one of the directory in “directory.ca”.`,
    );
  const names = userNames(original, notes);
  return {
    kind: 'ldap',
    urls,
    base,
    ...(isPlain ? { startTls: true } : {}),
    ...(bindUser === undefined || bindUser === '' ? {} : { bindUser, bindPasswordFile }),
    ...(names === undefined ? {} : { userNameAttributes: [...names] }),
    groups: groups(original, notes),
  };
}

function userNames({ LDAP_USER_BY_NAME: filter = originalDefaults.userByName }: OriginalConfig, notes: string[]) {
  const names = nameAttributes(filter);
  if (names === undefined)
    notes.push(
      `LDAP_USER_BY_NAME is ${filter}, which asks for more than a name; write “userNameAttributes” and “userFilter” by hand.`,
    );
  return names;
}

function groups(original: OriginalConfig, notes: string[]) {
  const {
    GROUPS: enabled = true,
    GROUP_PROPERTY: attribute,
    LDAP_BASE_GROUPS: base,
    LDAP_SEARCH_GROUPS: search,
  } = original;
  if (search !== undefined && search !== originalDefaults.searchGroups)
    notes.push(
      `LDAP_SEARCH_GROUPS is ${search}, which is not the default; groups are read as this connector reads them.`,
    );
  return {
    enabled,
    ...(base === undefined || base === '' ? {} : { base }),
    ...(attribute === undefined || attribute === originalDefaults.groupProperty ? {} : { attribute }),
  };
}

function noteMapper({ PROFILE_MAPPER: mapper, PROFILE_MAPPER_FILE: file }: OriginalConfig, notes: string[]): void {
  const isOwn = mapper !== undefined || (file !== undefined && file !== originalDefaults.profileMapperFile);
  if (isOwn)
    notes.push(
      'The original has a profile mapper of its own, which is code and is not taken; compare the claims applications get.',
    );
}
