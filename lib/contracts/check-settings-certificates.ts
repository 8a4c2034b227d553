import { checkRevocation } from '#lib/contracts/check-revocation.ts';
import type { ConnectorToCheck } from '#lib/contracts/check-settings-connectors.ts';
import { frontFacingHost } from '#lib/contracts/front-facing-url.ts';
import { type CertificateReader, readCertificates } from '#lib/contracts/read-settings-certificates.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import { settingsFinding } from '#lib/contracts/settings-finding.ts';
import type { Finding } from '#lib/core/finding.ts';
import { checkCaCertificates } from '#lib/pki/findings/check-ca-certificates.ts';
import { checkSslCertificate } from '#lib/pki/findings/check-ssl-certificate.ts';

/** What is found about the SSL certificate, which both client certificates and Kerberos are served with. */
export async function checkSsl(settings: Settings, at: number, read?: CertificateReader): Promise<Finding[]> {
  const { certificates, unreadable } = await readCertificates(settings.sslCertificate?.chain ?? [], read);
  const found = unreadable.map(({ index, message }) =>
    settingsFinding('SSL-UNREADABLE', `certificate ${index + 1} of the SSL chain`, `It cannot be read: ${message}.`),
  );
  // That it is missing is told where it is needed, or where the first of the chain can be read.
  const isToCheck = certificates.length > 0 || (isSslNeeded(settings) && unreadable.length === 0);
  if (!isToCheck) return found;
  const [host, ...others] = hostsToCover(settings);
  const [leaf] = certificates;
  const first = await checkSslCertificate({ chain: certificates, host, at });
  const more = await Promise.all(
    leaf === undefined ? [] : others.map((other) => checkSslCertificate({ chain: [leaf], host: other, at })),
  );
  return [...found, ...first, ...more.flat().filter(({ id }) => id === 'SSL-NAME-MISMATCH')];
}

export function isSslNeeded({ clientCertificate, kerberos }: Settings): boolean {
  return clientCertificate.enabled || kerberos.enabled;
}

/** The hosts people are sent to; while Kerberos is off its URL is not served. */
function hostsToCover({ frontFacingUrl, kerberos }: Settings): readonly string[] {
  const urls = kerberos.enabled ? [frontFacingUrl, kerberos.frontFacingUrl] : [frontFacingUrl];
  return [...new Set(urls.flatMap((url) => frontFacingHost(url) ?? []))];
}

export async function checkAuthorities(settings: Settings, at: number, read?: CertificateReader): Promise<Finding[]> {
  const { certificates, unreadable } = await readCertificates(settings.caCertificates, read);
  const found = unreadable.map(({ index, message }) =>
    settingsFinding('CA-UNREADABLE', `CA certificate ${index + 1}`, `It cannot be read: ${message}.`),
  );
  const isToCheck = certificates.length > 0 || (settings.clientCertificate.enabled && unreadable.length === 0);
  if (!isToCheck) return found;
  return [
    ...found,
    ...(await checkCaCertificates({ authorities: certificates, at })),
    ...(await checkRevocation(settings, certificates, at)),
  ];
}

export function checkKeys({ sslCertificate }: Settings, connectors: readonly ConnectorToCheck[]): Finding[] {
  if (sslCertificate === null) return [];
  const without = connectors.filter(({ hasSealedKey, holdsKey = false }) => !hasSealedKey && !holdsKey);
  if (without.length > 0 && without.length === connectors.length) {
    return [settingsFinding('SSL-KEY-MISSING', 'key of the SSL certificate')];
  }
  const holder = connectors.find(({ holdsKey = false }) => holdsKey)?.name;
  return without.map(({ name }) =>
    holder === undefined ? settingsFinding('SSL-KEY-NOT-SEALED', name) : keyElsewhere(name, holder),
  );
}

/** One certificate has one key: where that was made on a connector, only somebody at its machine can take it to another one. */
function keyElsewhere(name: string, holder: string): Finding {
  const message = `The key was made on ${holder} and stays there; ${name} has not got it and will refuse the revision.`;
  const remedy = `Take the key’s file (held-key-….pem) from the data folder of ${holder}, drop it with the SSL certificate and save: it is then sealed to ${name} too. Or request a certificate whose key is made in the browser.`;
  return { ...settingsFinding('SSL-KEY-NOT-SEALED', name, message), remedy };
}
