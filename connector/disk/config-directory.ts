import { FilterParser } from 'ldapts';
import { z } from 'zod';

/** RFC 4512 section 1.4: an attribute's short name, perhaps with options. */
const attribute = z
  .string('must be the name of an attribute in quotes')
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/, 'must be the name of an attribute, like sAMAccountName');
const attributes = z
  .array(attribute, 'must be a list of attribute names: ["uid", "mail"]')
  .min(1, 'must name at least one attribute')
  .max(8, 'must name at most 8 attributes');

const file = z.string('must be the path of a file in quotes').min(1, 'must be the path of a file').max(4_000);
const distinguishedName = z
  .string('must be a distinguished name in quotes, like "dc=example,dc=com"')
  .trim()
  .min(1, 'must be a distinguished name, like "dc=example,dc=com"')
  .max(2_000);

/** Written by the operator, parsed once; values of people never become part of its text. */
const filterText = z
  .string('must be a search filter in quotes, like "(objectClass=person)"')
  .max(2_000)
  .superRefine((text, context) => {
    try {
      FilterParser.parseString(text);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      context.addIssue({
        code: 'custom',
        message: `is no search filter (RFC 4515), like "(objectClass=person)": ${reason}`,
      });
    }
  });

const personAttributes = z.strictObject({
  id: attribute.optional(),
  userName: attribute.optional(),
  displayName: attribute.optional(),
  givenName: attribute.optional(),
  familyName: attribute.optional(),
  email: attribute.optional(),
  userPrincipalName: attribute.optional(),
});

const isEnabled = (what: string) => z.boolean(`must be true or false (${what})`);
const milliseconds = (least: number, most: number) =>
  z
    .int('must be a whole number of milliseconds')
    .min(least, `must be at least ${least} (milliseconds)`)
    .max(most, `must be at most ${most} (milliseconds)`);

const url = z
  .string('must be an address in quotes, like "ldaps://dc1.example.com"')
  .regex(
    /^ldaps?:\/\/(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?\/?$/,
    'must be ldaps://HOST, ldaps://HOST:PORT, or ldap://… with "startTls": true; nothing may follow the port',
  );

const ldapSchema = z.strictObject({
  kind: z.literal('ldap'),
  flavour: z
    .enum(['active-directory', 'openldap', 'auto'], 'must be "active-directory", "openldap" or "auto"')
    .optional(),
  /** Tried in this order. */
  urls: z
    .array(url, 'must be a list of addresses: ["ldaps://dc1.example.com"]')
    .min(1, 'must name at least one address, like "ldaps://dc1.example.com"')
    .max(16, 'must name at most 16 addresses'),
  base: distinguishedName,
  /** A DN; Active Directory takes `user@domain` too. Without one, searches are anonymous. */
  bindUser: z.string('must be a name in quotes').min(1, 'must not be empty').max(2_000).optional(),
  bindPassword: z
    .string('must be a password in quotes')
    .min(1, 'must not be empty: a directory would take the bind for an anonymous one')
    .max(1_024)
    .optional(),
  bindPasswordFile: file.optional(),
  bindKeytab: z
    .never('binding with a keytab (SASL GSSAPI) is not possible; write bindUser and bindPasswordFile instead')
    .optional(),
  startTls: isEnabled('encrypt ldap:// connections with StartTLS').optional(),
  ca: z
    .array(file, 'must be a list of PEM files: ["/etc/gatehouse/directory-ca.pem"]')
    .min(1, 'must name at least one PEM file; leave it out to trust what this machine trusts')
    .max(20)
    .optional(),
  allowPlain: isEnabled('send passwords unencrypted').optional(),
  userFilter: filterText.optional(),
  userNameAttributes: attributes.optional(),
  attributes: personAttributes.optional(),
  groups: z
    .strictObject({
      enabled: isEnabled('read groups').optional(),
      base: distinguishedName.optional(),
      nested: isEnabled('also groups of groups').optional(),
      source: z.enum(['memberOf', 'member', 'chain'], 'must be "memberOf", "member" or "chain"').optional(),
      attribute: attribute.optional(),
      filter: filterText.optional(),
      cacheSeconds: z
        .int('must be a whole number of seconds')
        .min(0, 'must be 0 (never keep) or more seconds')
        .max(86_400, 'must be at most 86400 (a day)')
        .optional(),
    })
    .optional(),
  timeouts: z
    .strictObject({
      connectMs: milliseconds(100, 60_000).optional(),
      operationMs: milliseconds(100, 60_000).optional(),
    })
    .optional(),
  poolSize: z
    .int('must be a whole number of connections')
    .min(1, 'must be at least 1')
    .max(200, 'must be at most 200 connections to one server')
    .optional(),
});
export type LdapConfig = z.infer<typeof ldapSchema>;

const ldifSchema = z.strictObject({
  kind: z.literal('ldif'),
  file,
  userNameAttributes: attributes.optional(),
  attributes: personAttributes.optional(),
  groups: z
    .strictObject({
      enabled: isEnabled('read groups').optional(),
      nested: isEnabled('also groups of groups').optional(),
      attribute: attribute.optional(),
    })
    .optional(),
});
export type LdifConfig = z.infer<typeof ldifSchema>;

/** The directory behind the connector; docs/connector.md holds the table of its keys. */
export const directorySchema = z
  .discriminatedUnion('kind', [ldapSchema, ldifSchema], {
    error: ({ code }) =>
      code === 'invalid_union'
        ? 'must be "ldap", or "ldif" for a file to try things out with'
        : 'must be an object: { "kind": "ldap", … }',
  })
  .superRefine((directory, context) => {
    if (directory.kind === 'ldif') return;
    const complain = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    for (const [index, address] of directory.urls.entries()) {
      if (address.startsWith('ldap:') && directory.startTls !== true && directory.allowPlain !== true)
        complain(
          ['urls', index],
          `${address} would send passwords in the clear; write ldaps://…, or "startTls": true, or, only on a network that nobody else is on, "allowPlain": true`,
        );
      const port = /:(\d+)\/?$/.exec(address)?.[1];
      if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))
        complain(['urls', index], 'has no port from 1 to 65535');
    }
    const passwords = [directory.bindPassword, directory.bindPasswordFile].filter((value) => value !== undefined);
    if (passwords.length > 1)
      complain(['bindPassword'], 'is there twice: keep either bindPassword or bindPasswordFile');
    if (directory.bindUser !== undefined && passwords.length === 0)
      complain(['bindUser'], 'needs bindPasswordFile (a file with the password) or bindPassword');
    if (directory.bindUser === undefined && passwords.length > 0)
      complain(['bindUser'], 'is missing: whose password is it? Write a DN, or user@domain for Active Directory');
  });
export type DirectoryConfig = z.infer<typeof directorySchema>;
