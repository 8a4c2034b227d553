import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { publicAuthorities } from '#lib/pki/certificate/public-authorities.ts';

const keys = new Set(publicAuthorities.map(([spkiFingerprint]) => spkiFingerprint));
const keyIds = new Set(publicAuthorities.map(([, subjectKeyId]) => subjectKeyId).filter((id) => id !== ''));

/** Whether the certificate is a root of the web's public key infrastructure, whatever certificate carries its key, or stands directly below one by its authority key identifier (RFC 5280 section 4.2.1.1). */
export function isPublicAuthority(certificate: Pick<Certificate, 'spkiFingerprint' | 'authorityKeyId'>): boolean {
  return (
    keys.has(certificate.spkiFingerprint) ||
    (certificate.authorityKeyId !== undefined && keyIds.has(certificate.authorityKeyId))
  );
}
