import type { Certificate, DistinguishedName } from '#lib/pki/certificate/certificate.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';

/**
 * Whether a certificate's authority key identifier names another key or another certificate than that of the candidate (RFC 5280 section 4.2.1.1).
 * RFC 4158 section 3.5.12 takes it for a hint; OpenSSL does not follow a contradicted one, whatever the signature says.
 */
export function contradictsIssuer(
  { authorityKeyId, authorityCertificate }: Pick<Certificate, 'authorityKeyId' | 'authorityCertificate'>,
  candidate: Pick<Certificate, 'subjectKeyId' | 'issuer' | 'serial'>,
  isSame: (a: DistinguishedName, b: DistinguishedName) => boolean = isSameName,
): boolean {
  const { subjectKeyId } = candidate;
  if (authorityKeyId !== undefined && subjectKeyId !== undefined && authorityKeyId !== subjectKeyId) return true;
  if (authorityCertificate === undefined) return false;
  const { issuer, serial } = authorityCertificate;
  return (
    (serial !== undefined && serial !== candidate.serial) || (issuer !== undefined && !isSame(issuer, candidate.issuer))
  );
}
