import type { Finding } from '#lib/core/finding.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';
import { certificateFitsKey } from '#lib/pki/keys/certificate-fits-key.ts';

/** Whether one of the private keys is that of the SSL certificate: both have the same SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). */
export function checkSslKey({
  chain,
  spkiFingerprints,
}: {
  /** The host's own certificate first. */
  readonly chain: readonly Certificate[];
  /** SHA-256 of each key's SubjectPublicKeyInfo. */
  readonly spkiFingerprints: readonly string[];
}): Finding[] {
  const [leaf, ...others] = chain;
  const fits = (certificate: Certificate) => spkiFingerprints.some((one) => certificateFitsKey(certificate, one));
  if (leaf === undefined || spkiFingerprints.length === 0 || fits(leaf)) return [];
  const fitting = others.find(fits);
  if (fitting !== undefined) {
    return [mismatch(leaf, `The key belongs to ${displayName(fitting)}, not to ${displayName(leaf)}.`)];
  }
  const subject =
    spkiFingerprints.length === 1 ? 'The key belongs to' : `None of the ${spkiFingerprints.length} keys belongs to`;
  const none = spkiFingerprints.length === 1 ? 'none' : 'any';
  if (chain.length > 1) return [mismatch(leaf, `${subject} ${none} of the ${chain.length} certificates here.`)];
  const message = spkiFingerprints.length === 1 ? 'The key does not belong to' : subject;
  return [mismatch(leaf, `${message} ${displayName(leaf)}.`)];
}

function mismatch(leaf: Certificate, message: string): Finding {
  return aboutCertificate('SSL-KEY-MISMATCH', leaf, message);
}
