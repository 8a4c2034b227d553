import type { Minted } from '#connector/test-world/test-certificates.ts';
import { type Bytes, toBase64 } from '#lib/core/bytes.ts';
import type { MappingRule } from '#lib/core/mapping-rule.ts';
import { type ConnectorSettings, connectorSettingsSchema } from '#lib/wire/connector-settings.ts';

export const gatehouseUrl = 'https://gatehouse.example.test';
export const frontFacingUrl = 'https://localhost:8443';

export type SettingsParts = {
  readonly server?: Minted;
  readonly authorities?: readonly Bytes[];
  readonly isOn?: boolean;
  readonly kerberos?: Partial<ConnectorSettings['kerberos']>;
  readonly mapping?: readonly MappingRule[];
  readonly mappingStrength?: ConnectorSettings['mappingStrength'];
  readonly trust?: ConnectorSettings['trust'];
  readonly revocation?: ConnectorSettings['revocation']['mode'] | ConnectorSettings['revocation'];
};

/** Settings as the console would publish them. */
export function testSettings(revision: number, parts: SettingsParts = {}): ConnectorSettings {
  const {
    server,
    authorities = [],
    isOn = true,
    kerberos,
    mapping,
    mappingStrength = 'any',
    trust = { partialChains: false },
    revocation = 'off',
  } = parts;
  return connectorSettingsSchema.parse({
    format: 1,
    connectionId: 'cnn_test',
    connectionName: 'Corp',
    revision,
    publishedAt: Date.now(),
    clientCertificate: { enabled: isOn },
    kerberos: { enabled: false, ...kerberos },
    frontFacingUrl,
    gatehouseUrl,
    ...(mapping === undefined ? {} : { mapping }),
    mappingStrength,
    trust,
    revocation: typeof revocation === 'string' ? { mode: revocation } : revocation,
    sslChain: server === undefined ? null : [toBase64(server.der)],
    caCertificates: authorities.map((der) => toBase64(der)),
  });
}
