import type { Bytes } from '#lib/core/bytes.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { issueRequest } from '#lib/pki/issue/issue-request.ts';
import type { AlternativeNameToWrite } from '#lib/pki/issue/write-extensions.ts';
import type { NameParts } from '#lib/pki/issue/write-name.ts';
import type { KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

/** What a server's certificate is asked for with; the first host is its common name. */
export type WantedServerCertificate = {
  readonly hosts: readonly AlternativeNameToWrite[];
  readonly organisation?: string | undefined;
  /** ISO 3166 alpha-2. */
  readonly country?: string | undefined;
};

/** RFC 5280 appendix A.1: no common name is longer than 64 letters. Servers are known by their alternative names (RFC 6125 section 6.4.4). */
const maxCommonNameLength = 64;

/** A certification request for a server, in DER (RFC 2986 section 4). */
export function issueServerRequest(wanted: WantedServerCertificate, key: KeyPair): Promise<Bytes> {
  const { hosts, organisation, country } = wanted;
  const commonName = hosts[0]?.value ?? '';
  const subject: NameParts = [
    ...(country === undefined ? [] : [['C', country] as const]),
    ...(organisation === undefined ? [] : [['O', organisation] as const]),
    ...(commonName === '' || commonName.length > maxCommonNameLength ? [] : [['CN', commonName] as const]),
  ];
  return issueRequest({
    subject,
    key,
    alternativeNames: hosts,
    // RFC 5280 section 4.2.1.3: only an RSA key can encipher another.
    keyUsage: ['digitalSignature', ...(key.kind.startsWith('RSA') ? (['keyEncipherment'] as const) : [])],
    extendedKeyUsage: [purpose.serverAuth],
  });
}
