import { fromBase64 } from '#lib/core/bytes.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

/** Which key these settings are served with: SHA-256 of its SubjectPublicKeyInfo; undefined without a certificate that can be read. */
export async function sslKeyFingerprint({
  sslChain,
}: Pick<ConnectorSettings, 'sslChain'>): Promise<string | undefined> {
  const der = fromBase64(sslChain?.[0] ?? '');
  if (der === undefined) return undefined;
  const read = await parseCertificate(der);
  return read.ok ? read.value.spkiFingerprint : undefined;
}
