import { constants, createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, DEFAULT_CIPHERS, type SecureContextOptions } from 'node:tls';
import { type Refused, refused } from '#connector/front/refused.ts';
import type { Bytes } from '#lib/core/bytes.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';

/** What the listener needs to answer: checked to fit together and to be usable. */
export type TlsMaterial = {
  readonly options: SecureContextOptions;
  /** SHA-256 of the certificate it answers with, lower-case hexadecimal. */
  readonly fingerprint: string;
  /** Whether browsers are asked for a certificate; where they are, some show a chooser. */
  readonly isAsking: boolean;
};

/** RSA below 2048 bits, SHA-1 and other things under 112 bits of security are refused in every handshake. */
const ciphers = `${DEFAULT_CIPHERS}:@SECLEVEL=2`;

export function contextOptions(parts: {
  readonly key: string;
  readonly cert: string;
  readonly ca: readonly string[];
  /** Whether an authority that is not self-signed may end a path (X509_V_FLAG_PARTIAL_CHAIN). */
  readonly partialChains?: boolean;
}): SecureContextOptions {
  return {
    key: parts.key,
    cert: parts.cert,
    // An empty list trusts nobody; without a list Node would trust every public authority.
    ca: [...parts.ca],
    allowPartialTrustChain: parts.partialChains ?? false,
    minVersion: 'TLSv1.2',
    ciphers,
    // Without tickets every visit is a new handshake: a browser that chose another certificate is seen with that one.
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  };
}

/** The server's own certificate out of the chain, and whether this key belongs to it. */
export function fitKey(chain: readonly Bytes[], pkcs8: Bytes): Outcome<{ readonly fingerprint: string }, Refused> {
  const [own] = chain;
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(own ?? new Uint8Array());
  } catch (cause) {
    return refused('certificate-unusable', `The SSL certificate cannot be read: ${tlsWords(cause)}.`);
  }
  try {
    const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    if (!certificate.checkPrivateKey(key))
      return refused('key-does-not-fit', `The key is not that of ${nameOf(certificate)}.`);
  } catch (cause) {
    return refused('key-unreadable', `What was sealed is no private key: ${tlsWords(cause)}.`);
  }
  return success({ fingerprint: fingerprintOf(certificate) });
}

/** Tries what the listener will be given, one part after the other, so that the refusal names the part. */
export function makeTlsMaterial(parts: {
  readonly chain: readonly Bytes[];
  readonly pkcs8: Bytes;
  readonly authorities: readonly { readonly der: Bytes; readonly name: string }[];
  readonly fingerprint: string;
  readonly partialChains?: boolean;
  readonly isAsking?: boolean;
}): Outcome<TlsMaterial, Refused> {
  const ca: string[] = [];
  for (const { der, name } of parts.authorities) {
    const pem = toPem('CERTIFICATE', der);
    try {
      createSecureContext({ ca: [pem], ciphers });
    } catch (cause) {
      return refused('ca-unusable', `${name}: ${tlsWords(cause)}.`);
    }
    ca.push(pem);
  }
  const options = contextOptions({
    key: toPem('PRIVATE KEY', parts.pkcs8),
    cert: parts.chain.map((der) => toPem('CERTIFICATE', der)).join(''),
    ca,
    partialChains: parts.partialChains ?? false,
  });
  try {
    createSecureContext(options);
  } catch (cause) {
    return refused('certificate-unusable', `The TLS library says: ${tlsWords(cause)}.`);
  }
  return success({ options, fingerprint: parts.fingerprint, isAsking: parts.isAsking ?? true });
}

export function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

function nameOf(certificate: X509Certificate): string {
  return (
    certificate.subject.split('\n').reverse().join(', ') || `the certificate with serial ${certificate.serialNumber}`
  );
}

/** OpenSSL's reason without its numbers: `error:0A00018F:SSL routines::ee key too small` is "ee key too small". */
export function tlsWords(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return /::([^:]+)$/.exec(message)?.[1]?.trim() ?? message;
}
