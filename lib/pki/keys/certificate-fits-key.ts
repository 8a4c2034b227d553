import type { Certificate } from '#lib/pki/certificate/certificate.ts';

/** Whether the certificate carries the public half of the key whose SubjectPublicKeyInfo has that SHA-256 (RFC 5280 section 4.1.2.7). */
export function certificateFitsKey(
  certificate: Pick<Certificate, 'spkiFingerprint'>,
  spkiFingerprint: string,
): boolean {
  return certificate.spkiFingerprint === spkiFingerprint;
}
