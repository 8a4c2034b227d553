import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { contradictsIssuer } from '#lib/pki/path/contradicts-issuer.ts';
import { isNameEmpty, isSameName } from '#lib/pki/path/same-name.ts';
import type { SignatureChecker } from '#lib/pki/path/signature-checker.ts';

/** RFC 5280 section 3.2: subject and issuer are the same name; says nothing about the key. */
export function isSelfIssued(certificate: Pick<Certificate, 'subject' | 'issuer'>): boolean {
  return !isNameEmpty(certificate.subject) && isSameName(certificate.subject, certificate.issuer);
}

/**
 * RFC 5280 section 3.2: self-issued, and signed by the key it carries. Where the signature cannot be checked (an old hash), the key
 * identifiers decide; a root's own signature proves nothing anyway (section 6.1).
 */
export async function isSelfSigned(certificate: Certificate, check: SignatureChecker): Promise<boolean> {
  if (!isSelfIssued(certificate)) return false;
  if (contradictsIssuer(certificate, certificate)) return false;
  return (await check(certificate, certificate)) !== 'bad';
}
