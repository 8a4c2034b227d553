import type { Settings } from '#lib/contracts/settings.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

/** Of what a connection decides, the part that its connectors serve. */
export function connectorSettingsOf(
  settings: Settings,
  about: Pick<ConnectorSettings, 'connectionId' | 'connectionName' | 'revision' | 'publishedAt' | 'gatehouseUrl'>,
): ConnectorSettings {
  return {
    format: 1,
    ...about,
    clientCertificate: settings.clientCertificate,
    kerberos: settings.kerberos,
    frontFacingUrl: settings.frontFacingUrl,
    mapping: settings.mapping,
    mappingStrength: settings.mappingStrength,
    trust: settings.trust,
    revocation: settings.revocation,
    sslChain: settings.sslCertificate?.chain ?? null,
    caCertificates: settings.caCertificates,
  };
}
