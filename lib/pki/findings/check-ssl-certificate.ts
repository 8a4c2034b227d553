import type { Finding } from '#lib/core/finding.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { SslRule } from '#lib/pki/findings/certificate-rules.ts';
import { sslNameMismatch, sslNoAlternativeNames } from '#lib/pki/findings/host-rules.ts';
import { sslPath } from '#lib/pki/findings/path-rules.ts';
import { aboutThing } from '#lib/pki/findings/pki-finding.ts';
import { sslProfile } from '#lib/pki/findings/profile-rules.ts';
import { sslWrongPurpose } from '#lib/pki/findings/purpose-rules.ts';
import { sslNegativeSerial } from '#lib/pki/findings/serial-rules.ts';
import {
  sslChainOrder,
  sslIsAuthority,
  sslMissingIntermediate,
  sslSelfSigned,
  sslUnused,
} from '#lib/pki/findings/ssl-chain-rules.ts';
import { sslUnsupportedKey, sslWeakKey, sslWeakSignature } from '#lib/pki/findings/strength-rules.ts';
import { sslLongLived, sslValidity } from '#lib/pki/findings/validity-rules.ts';
import { orderChain } from '#lib/pki/path/build-chain.ts';

const rules: readonly SslRule[] = [
  sslValidity,
  sslNoAlternativeNames,
  sslNameMismatch,
  sslWrongPurpose,
  sslWeakSignature,
  sslWeakKey,
  sslUnsupportedKey,
  sslIsAuthority,
  sslSelfSigned,
  sslMissingIntermediate,
  sslLongLived,
  sslNegativeSerial,
  sslChainOrder,
  sslUnused,
  sslPath,
  sslProfile,
];

/** What browsers will find wrong with the SSL certificate (RFC 5280 section 6, RFC 9525 section 6, RFC 8446 section 4.4.2); an empty chain is itself a finding. */
export async function checkSslCertificate({
  chain,
  host,
  at,
}: {
  /** The host's own certificate first. */
  readonly chain: readonly Certificate[];
  readonly host: string | undefined;
  readonly at: number;
}): Promise<Finding[]> {
  const [leaf] = chain;
  if (leaf === undefined) {
    const url = host === undefined ? 'the front-facing URL' : host;
    return [
      aboutThing('SSL-MISSING', url, `There is no SSL certificate for ${url}; connectors cannot answer browsers.`),
    ];
  }
  const ordered = await orderChain(leaf, chain);
  return rules.flatMap((rule) => rule({ given: chain, leaf, ordered, host, at }));
}
