import type { Finding } from '#lib/core/finding.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';
import { certificateFitsKey } from '#lib/pki/keys/certificate-fits-key.ts';

/** Whether a private key is the one of the SSL certificate: both have the same SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). */
export function checkSslKey({
  chain,
  spkiFingerprint,
}: {
  readonly chain: readonly Certificate[];
  /** SHA-256 of the key's SubjectPublicKeyInfo. */
  readonly spkiFingerprint: string;
}): Finding[] {
  const [leaf, ...others] = chain;
  if (leaf === undefined || certificateFitsKey(leaf, spkiFingerprint)) return [];
  const fitting = others.find((certificate) => certificateFitsKey(certificate, spkiFingerprint));
  const message =
    fitting === undefined
      ? `The key belongs to none of the ${chain.length} certificates of ${displayName(leaf)}.`
      : `The key belongs to ${displayName(fitting)}, not to ${displayName(leaf)}.`;
  return [aboutCertificate('SSL-KEY-MISMATCH', leaf, message)];
}
