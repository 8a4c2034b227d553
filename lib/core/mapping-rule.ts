/** Where in a client certificate the value comes from that names a person. */
export const mappingSources = [
  'san-upn',
  'san-email',
  'subject-cn',
  'subject',
  'subject-key-id',
  'issuer-serial',
  'sha1-public-key',
  'sid',
] as const;
export type MappingSource = (typeof mappingSources)[number];

/** How a source is called in a sentence. */
export const mappingSourceNames: Readonly<Record<MappingSource, string>> = {
  'san-upn': 'user principal name',
  'san-email': 'e-mail address',
  'subject-cn': 'common name',
  subject: 'full subject',
  'subject-key-id': 'subject key identifier',
  'issuer-serial': 'issuer and serial number',
  'sha1-public-key': 'SHA-1 of the public key',
  sid: 'SID extension',
};

/** Directory attributes a value is looked for in; others may be typed (RFC 4512 section 1.4). */
export const mappingAttributes = [
  'sAMAccountName',
  'userPrincipalName',
  'mail',
  'altSecurityIdentities',
  'userCertificate',
  'objectSid',
  'uid',
  'cn',
] as const;

/** One way from a client certificate to a person: of several rules the first whose value the certificate holds and that finds somebody decides. */
export type MappingRule = { readonly source: MappingSource; readonly attribute: string };

/** A new connection begins with what Windows itself does first. */
export const defaultMapping: readonly MappingRule[] = [{ source: 'san-upn', attribute: 'userPrincipalName' }];
