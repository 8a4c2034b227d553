import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { ReadFile } from '#components/pki-worker/pki-calls.ts';

/** What of one file goes to the CA certificates, and what does not, with the reason. */
export type SortedFile = {
  readonly taken: readonly CertificateFacts[];
  readonly passedOver: readonly { readonly what: string; readonly why: string }[];
  /** The file holds what belongs to the other drop zone: a server certificate with its key. */
  readonly looksLikeSslCertificate: boolean;
};

/** Sorts what a file dropped for the CA certificates holds; `present` holds the certificates that are there already, base64. */
export function sortAuthorities(file: ReadFile, present: ReadonlySet<string>): SortedFile {
  const taken: CertificateFacts[] = [];
  const passedOver: { what: string; why: string }[] = [];
  const seen = new Set<string>();
  for (const certificate of file.certificates) {
    if (seen.has(certificate.fingerprint)) continue;
    seen.add(certificate.fingerprint);
    if (!certificate.isAuthority) {
      const fits = file.keys.some((key) => key.spkiFingerprint === certificate.spkiFingerprint);
      passedOver.push({ what: certificate.name, why: fits ? reasons.withKey : reasons.noAuthority });
    } else if (present.has(certificate.base64)) {
      passedOver.push({ what: certificate.name, why: reasons.present });
    } else taken.push(certificate);
  }
  if (file.keys.length > 0) {
    passedOver.push({
      what: file.keys.length === 1 ? 'a private key' : `${file.keys.length} private keys`,
      why: reasons.key,
    });
  }
  const looksLikeSslCertificate = file.certificates.some(
    (one) => !one.isAuthority && file.keys.some((key) => key.spkiFingerprint === one.spkiFingerprint),
  );
  return { taken, passedOver, looksLikeSslCertificate };
}

const reasons = {
  withKey: 'is a certificate with its key, not an authority',
  noAuthority: 'is no authority: it may not issue certificates, so nobody’s certificate can come from it',
  present: 'is in the list already',
  key: 'is not needed here and was not kept: a CA certificate is enough to check people’s certificates',
} as const;
