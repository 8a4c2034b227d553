import type { Settings } from '#lib/contracts/settings.ts';
import type { CertificateRules, TrustedAuthority } from '#lib/flow/what-if-certificate.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import { isMappingWeak } from '#lib/pki/mapping/is-mapping-weak.ts';
import { readCachedCertificate } from '#lib/services/certificate-cache.ts';

/** What of the settings decides about a client certificate, as far as the log's facts of one can be held against it. */
export async function whatIfCertificateRules(settings: Settings): Promise<CertificateRules> {
  const { mapping, mappingStrength, trust, revocation } = settings;
  const modes = new Map(revocation.authorities?.map(({ authority, mode }) => [authority, mode]));
  const authorities: TrustedAuthority[] = [];
  for (const base64 of settings.caCertificates) {
    const read = await readCachedCertificate(base64);
    if (!read.ok) continue;
    const { subject, issuer, spkiFingerprint } = read.value;
    authorities.push({
      name: displayName(read.value),
      subject: subject.text,
      key: spkiFingerprint,
      isSelfSigned: subject.text === issuer.text,
      revocation: modes.get(spkiFingerprint) ?? revocation.mode,
    });
  }
  const weakRules = mappingStrength === 'strong' ? mapping.filter(isMappingWeak) : [];
  return {
    authorities,
    partialChains: trust.partialChains,
    rules: mapping.filter((rule) => !weakRules.includes(rule)),
    weakRules,
    requiresStrong: mappingStrength === 'strong',
    revocation: revocation.mode,
  };
}
