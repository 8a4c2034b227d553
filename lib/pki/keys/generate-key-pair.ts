import type { Bytes } from '#lib/core/bytes.ts';

export type KeyKind = 'RSA-1024' | 'RSA-2048' | 'RSA-3072' | 'RSA-4096' | 'P-256' | 'P-384' | 'P-521' | 'Ed25519';

/** A key pair as plain bytes: it signs with any hash, and crosses from a worker to a page as it is. */
export type KeyPair = {
  readonly kind: KeyKind;
  /** PKCS#8 PrivateKeyInfo, RFC 5208. */
  readonly pkcs8: Bytes;
  /** SubjectPublicKeyInfo, RFC 5280 section 4.1.2.7. */
  readonly spki: Bytes;
};

function generationParameters(kind: KeyKind): RsaHashedKeyGenParams | EcKeyGenParams | AlgorithmIdentifier {
  if (kind === 'Ed25519') return { name: 'Ed25519' };
  if (kind.startsWith('P-')) return { name: 'ECDSA', namedCurve: kind };
  return {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: Number(kind.slice('RSA-'.length)),
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  };
}

/** A new key pair from WebCrypto, exported (RFC 5208, RFC 5280 section 4.1.2.7). */
export async function generateKeyPair(kind: KeyKind): Promise<KeyPair> {
  const pair = (await crypto.subtle.generateKey(generationParameters(kind), true, ['sign', 'verify'])) as CryptoKeyPair;
  return {
    kind,
    pkcs8: new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)),
  };
}
