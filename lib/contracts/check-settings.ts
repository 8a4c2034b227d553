import { checkAuthorities, checkKeys, checkSsl, isSslNeeded } from '#lib/contracts/check-settings-certificates.ts';
import { type ConnectorToCheck, checkConnectors } from '#lib/contracts/check-settings-connectors.ts';
import { checkMethods } from '#lib/contracts/check-settings-methods.ts';
import type { CertificateReader } from '#lib/contracts/read-settings-certificates.ts';
import { flowSettings, type Settings } from '#lib/contracts/settings.ts';
import { settingsFinding } from '#lib/contracts/settings-finding.ts';
import type { Finding } from '#lib/core/finding.ts';
import { checkNetworks } from '#lib/flow/check-networks.ts';

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
  const ssl = [...(await checkSsl(settings, at, read)), ...checkKeys(settings, connectors ?? [])];
  const authorities = await checkAuthorities(settings, at, read);
  return [
    ...checkMethods(settings, gatehouseUrl),
    ...networkFindings(settings, connectors ?? []),
    ...(isSslNeeded(settings) ? ssl : ssl.map(withoutBlocking)),
    ...(settings.clientCertificate.enabled ? authorities : authorities.map(withoutBlocking)),
    ...(connectors?.length === 0 ? [settingsFinding('NO-CONNECTORS', 'connectors')] : []),
    ...checkConnectors(settings, connectors ?? []),
  ];
}

/** While nothing is served with these certificates nobody meets them, so that they need not be right yet. */
function withoutBlocking(found: Finding): Finding {
  return found.severity === 'error' ? { ...found, severity: 'warning' } : found;
}

function networkFindings(settings: Settings, connectors: readonly ConnectorToCheck[]): Finding[] {
  const seenFrom = connectors.flatMap((connector) => (connector.seenFrom === '' ? [] : [connector.seenFrom]));
  const found = checkNetworks(flowSettings(settings).networks, { seenFrom, settings });
  // With Kerberos on, the addresses connectors are seen from are networks too.
  const isAnybodyInside = settings.networks.length > 0 || (settings.kerberos.enabled && seenFrom.length > 0);
  return settings.outside === 'refuse' && !isAnybodyInside
    ? [...found, settingsFinding('OUTSIDE-REFUSE-ALL', 'everyone else')]
    : found;
}
