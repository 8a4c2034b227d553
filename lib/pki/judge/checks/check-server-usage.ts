import type { KeyUsage } from '#lib/pki/certificate/certificate.ts';
import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

/** One for each way in which TLS 1.2 agrees on a key (RFC 5246 section 7.4.2). */
const ofTls: readonly KeyUsage[] = ['digitalSignature', 'keyEncipherment', 'keyAgreement'];

/**
 * RFC 5280 section 4.2.1.3: key usage restricts what the key is for, and a server's needs one of those that TLS has; OpenSSL asks for the same. TLS 1.3 knows
 * digitalSignature alone, which a finding says. An authority that answers as a host has the key usage of authorities and is let pass.
 */
export const checkServerUsage: PathRule = (place) => {
  const { keyUsage, basicConstraints } = place.certificate;
  if (place.depth > 0 || keyUsage === undefined || basicConstraints?.isAuthority === true) return undefined;
  if (ofTls.some((usage) => keyUsage.includes(usage))) return undefined;
  return {
    refusal: 'wrong-key-usage',
    paragraph: 'RFC 5280 section 4.2.1.3',
    message: `${whose(place)} is not meant for TLS (its key usage lacks digitalSignature), so no server can use it.`,
    remedy: remedyAt(place),
  };
};
