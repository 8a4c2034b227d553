import { frontFacingHost } from '#lib/contracts/front-facing-url.ts';
import { type CertificateReader, readCertificates } from '#lib/contracts/read-settings-certificates.ts';
import { flowSettings, type Settings } from '#lib/contracts/settings.ts';
import { type SettingsFindingId, settingsFindingCatalogue } from '#lib/contracts/settings-finding-catalogue.ts';
import type { Finding } from '#lib/core/finding.ts';
import { checkNetworks } from '#lib/flow/check-networks.ts';
import { checkCaCertificates } from '#lib/pki/findings/check-ca-certificates.ts';
import { checkSslCertificate } from '#lib/pki/findings/check-ssl-certificate.ts';

/** What checking needs to know of a connector. */
export type ConnectorToCheck = {
  readonly id: string;
  readonly name: string;
  /** Whether the key of the settings' SSL certificate is sealed to it, or will be with the save. */
  readonly hasSealedKey: boolean;
  /** Empty before its first visit. */
  readonly seenFrom: string;
};

export type SettingsToCheck = {
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Absent: what depends on connectors is not checked. */
  readonly connectors?: readonly ConnectorToCheck[] | undefined;
  /** Where people reach Gatehouse itself; absent: whether the front-facing URL shares its host is not checked. */
  readonly gatehouseUrl?: string | undefined;
  /** Absent: every certificate is read anew. */
  readonly read?: CertificateReader | undefined;
};

/** Everything that can be found about a connection's settings; the page and the server ask this same function. */
export async function checkSettings({
  settings,
  at,
  connectors,
  gatehouseUrl,
  read,
}: SettingsToCheck): Promise<Finding[]> {
  const certificateFindings = [
    ...(await checkSsl(settings, at, read)),
    ...keyFindings(settings, connectors ?? []),
    ...(await checkAuthorities(settings, at, read)),
  ];
  return [
    ...methodFindings(settings, gatehouseUrl),
    ...networkFindings(settings, connectors ?? []),
    ...(settings.clientCertificate.enabled ? certificateFindings : certificateFindings.map(withoutBlocking)),
    ...(connectors?.length === 0 ? [finding('NO-CONNECTORS', 'connectors')] : []),
  ];
}

function finding(id: SettingsFindingId, subject: string, message?: string): Finding {
  const { severity, area, meaning, remedy } = settingsFindingCatalogue[id];
  return { id, severity, area, subject, message: message ?? meaning, remedy };
}

/** While client certificates are off nobody meets these certificates, so that they need not be right yet. */
function withoutBlocking(found: Finding): Finding {
  return found.severity === 'error' ? { ...found, severity: 'warning' } : found;
}

function methodFindings({ clientCertificate, frontFacingUrl, kerberos }: Settings, gatehouseUrl?: string): Finding[] {
  const found: Finding[] = [];
  if (clientCertificate.enabled && frontFacingUrl === '')
    found.push(finding('METHOD-NO-FRONT-URL', 'front-facing URL'));
  const host = frontFacingHost(frontFacingUrl);
  // On one machine, where things are tried out, everything is called localhost.
  if (host !== undefined && host !== 'localhost' && gatehouseUrl !== undefined && host === hostOf(gatehouseUrl))
    found.push(finding('METHOD-SHARED-HOST', host));
  if (kerberos.enabled) found.push(finding('KERBEROS-NOT-SERVED', 'Kerberos'));
  return found;
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

function networkFindings(settings: Settings, connectors: readonly ConnectorToCheck[]): Finding[] {
  const seenFrom = connectors.flatMap((connector) => (connector.seenFrom === '' ? [] : [connector.seenFrom]));
  const found = checkNetworks(flowSettings(settings).networks, { seenFrom, settings });
  // With Kerberos on, the addresses connectors are seen from are networks too.
  const isAnybodyInside = settings.networks.length > 0 || (settings.kerberos.enabled && seenFrom.length > 0);
  if (settings.outside === 'refuse' && !isAnybodyInside) found.push(finding('OUTSIDE-REFUSE-ALL', 'everyone else'));
  return found;
}

async function checkSsl(settings: Settings, at: number, read?: CertificateReader): Promise<Finding[]> {
  const { certificates, unreadable } = await readCertificates(settings.sslCertificate?.chain ?? [], read);
  const found = unreadable.map(({ index, message }) =>
    finding('SSL-UNREADABLE', `certificate ${index + 1} of the SSL chain`, `It cannot be read: ${message}.`),
  );
  // That it is missing is told where it is needed, or where the first of the chain can be read.
  const isToCheck = certificates.length > 0 || (settings.clientCertificate.enabled && unreadable.length === 0);
  if (!isToCheck) return found;
  const host = frontFacingHost(settings.frontFacingUrl);
  return [...found, ...(await checkSslCertificate({ chain: certificates, host, at }))];
}

async function checkAuthorities(settings: Settings, at: number, read?: CertificateReader): Promise<Finding[]> {
  const { certificates, unreadable } = await readCertificates(settings.caCertificates, read);
  const found = unreadable.map(({ index, message }) =>
    finding('CA-UNREADABLE', `CA certificate ${index + 1}`, `It cannot be read: ${message}.`),
  );
  const isToCheck = certificates.length > 0 || (settings.clientCertificate.enabled && unreadable.length === 0);
  return isToCheck ? [...found, ...(await checkCaCertificates({ authorities: certificates, at }))] : found;
}

function keyFindings({ sslCertificate }: Settings, connectors: readonly ConnectorToCheck[]): Finding[] {
  if (sslCertificate === null) return [];
  const without = connectors.filter((connector) => !connector.hasSealedKey);
  if (without.length > 0 && without.length === connectors.length) {
    return [finding('SSL-KEY-MISSING', 'key of the SSL certificate')];
  }
  return without.map((connector) => finding('SSL-KEY-NOT-SEALED', connector.name));
}
