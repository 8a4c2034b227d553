import type { Certificate } from '#lib/pki/certificate/certificate.ts';

/** Whether the certificate carries the public half of the key whose SubjectPublicKeyInfo has that SHA-256 (RFC 5280 section 4.1.2.7). */
export function certificateFitsKey(
  certificate: Pick<Certificate, 'spkiFingerprint'>,
  spkiFingerprint: string,
): boolean {
  return certificate.spkiFingerprint === spkiFingerprint;
}

/** The certificate of the key among several; where one key has several certificates, no authority, and the one that lasts longest. */
export function certificateForKey(
  certificates: readonly Certificate[],
  spkiFingerprint: string,
): Certificate | undefined {
  const isAuthority = (certificate: Certificate): number =>
    certificate.basicConstraints?.isAuthority === true ? 1 : 0;
  return certificates
    .filter((certificate) => certificateFitsKey(certificate, spkiFingerprint))
    .sort((a, b) => isAuthority(a) - isAuthority(b) || b.notAfter - a.notAfter)[0];
}
