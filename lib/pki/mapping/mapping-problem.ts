import { type MappingRule, type MappingSource, mappingSourceNames } from '#lib/core/mapping-rule.ts';

/** Sources that give something for attributes with a form of their own. Names of attributes are compared without their case (RFC 4512 section 2.5). */
const formed: Readonly<Record<string, { readonly sources: readonly MappingSource[]; readonly why: string }>> = {
  altsecurityidentities: {
    sources: ['san-email', 'subject', 'subject-key-id', 'issuer-serial', 'sha1-public-key'],
    why: 'altSecurityIdentities holds issuer and serial number, subject, key identifier, public key or e-mail address (KB5014754)',
  },
  usercertificate: {
    sources: ['issuer-serial'],
    why: 'userCertificate holds whole certificates, which are found by issuer and serial number (RFC 4523 section 4.1)',
  },
  objectsid: { sources: ['sid'], why: 'objectSid holds a SID and nothing else' },
  objectguid: { sources: [], why: 'objectGUID is in no certificate' },
  useraccountcontrol: { sources: [], why: 'userAccountControl names nobody' },
  samaccountname: { sources: ['subject-cn'], why: 'sAMAccountName holds a short name without an @' },
  userprincipalname: {
    sources: ['san-upn', 'san-email', 'subject-cn'],
    why: 'userPrincipalName holds a name like ada@corp.example',
  },
  mail: { sources: ['san-upn', 'san-email', 'subject-cn'], why: 'mail holds an e-mail address' },
  userpassword: { sources: [], why: 'passwords are not searched' },
};

/** Why a rule can find nobody, in one sentence; undefined where it may. */
export function mappingProblem({ source, attribute }: MappingRule): string | undefined {
  const form = formed[attribute.toLowerCase()];
  if (form === undefined || form.sources.includes(source)) return undefined;
  return `The ${mappingSourceNames[source]} is never in ${attribute}: ${form.why}.`;
}
