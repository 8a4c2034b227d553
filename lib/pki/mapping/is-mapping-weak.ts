import type { MappingRule, MappingSource } from '#lib/core/mapping-rule.ts';

/**
 * KB5014754, “Certificate mappings”: weak mapping types are “based on identifiers that you can reuse”, strong ones on those that you cannot.
 * Weak in altSecurityIdentities are X509IssuerSubject (`<I><S>`), X509SubjectOnly (`<S>`) and X509RFC822 (`<RFC822>`); the implicit mapping by
 * user principal name is weak as well. Strong are X509IssuerSerialNumber (`<I><SR>`), X509SKI (`<SKI>`), X509SHA1PublicKey (`<SHA1-PUKEY>`),
 * and the SID extension 1.3.6.1.4.1.311.25.2. A whole certificate in userCertificate, of which there is no word there, is compared octet
 * by octet and found by issuer and serial number: strong.
 *
 * What does not apply here: Windows’ compatibility mode, which takes a weak mapping for certificates that are older than the account or
 * than CertificateBackdatingCompensation allows. It was for a time of transition; a rule here is weak or it is not.
 */
const weakSources: readonly MappingSource[] = ['san-upn', 'san-email', 'subject-cn', 'subject'];

/** Whether whoever can get a certificate with a name of their choice can be somebody else by this rule, whatever attribute it looks in. */
export function isMappingWeak({ source }: Pick<MappingRule, 'source'>): boolean {
  return weakSources.includes(source);
}
