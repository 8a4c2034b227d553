import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { PrivateKey } from '#lib/pki/files/read-file.ts';

/** The certificate whose public key belongs to the private key; of several, as after a renewal, the one that lasts longest. */
export function findCertificateFor(
  key: Pick<PrivateKey, 'spkiFingerprint'>,
  certificates: readonly Certificate[],
): Certificate | undefined {
  return certificates
    .filter(({ spkiFingerprint }) => spkiFingerprint === key.spkiFingerprint)
    .reduce<Certificate | undefined>(
      (best, one) => (best === undefined || one.notAfter > best.notAfter ? one : best),
      undefined,
    );
}
