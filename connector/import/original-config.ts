import { z } from 'zod';

/** The original admin page stores switches as booleans, environments as text. */
const onOff = z.union([z.boolean(), z.stringbool()]).optional();
const text = z.string().trim().optional();
const number = z.coerce.number().optional();

/** The keys of the original connector's config.json that say something here; the others are named and left. */
export const originalConfigSchema = z.looseObject({
  PORT: number,
  SERVER_URL: text,
  LDAP_URL: text,
  LDAP_BASE: text,
  LDAP_BASE_GROUPS: text,
  LDAP_BIND_USER: text,
  LDAP_BIND_PASSWORD: z.string().optional(),
  LDAP_BIND_CREDENTIALS: text,
  LDAP_USER_BY_NAME: text,
  LDAP_SEARCH_GROUPS: text,
  GROUPS: onOff,
  GROUP_PROPERTY: text,
  HTTP_PROXY: text,
  ALLOW_PASSWORD_EXPIRED: onOff,
  ALLOW_PASSWORD_CHANGE_REQUIRED: onOff,
  SSL_CA_PATH: z.union([text, z.literal(false)]),
  CLIENT_CERT_AUTH: onOff,
  KERBEROS_AUTH: onOff,
  SSL_PFX: text,
  PROFILE_MAPPER: text,
  PROFILE_MAPPER_FILE: text,
});
export type OriginalConfig = z.infer<typeof originalConfigSchema>;

/** What the original fills in where the key is absent. */
export const originalDefaults = {
  userByName: '(sAMAccountName={0})',
  searchGroups: '(member:1.2.840.113556.1.4.1941:={0})',
  groupProperty: 'cn',
  profileMapperFile: 'lib/profileMapper.js',
} as const;

/** The attributes of `(a={0})` or `(|(a={0})(b={0}))`; undefined where the filter asks for more than a name. */
export function nameAttributes(filter: string): readonly string[] | undefined {
  const one = /^\(([A-Za-z][\w-]*)=\{0\}\)$/;
  const single = one.exec(filter)?.[1];
  if (single !== undefined) return [single];
  const inside = /^\(\|((?:\([A-Za-z][\w-]*=\{0\}\)){2,})\)$/.exec(filter)?.[1];
  return inside?.match(/\([^)]*\)/g)?.flatMap((part) => one.exec(part)?.[1] ?? []);
}
