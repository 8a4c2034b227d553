import type { Bytes } from '#lib/core/bytes.ts';
import { derContext, derInteger, derNull, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import type { KeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { ecdsaSignatureToDer } from '#lib/pki/path/ecdsa-signature-form.ts';

export type SigningHash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
/** How an RSA key signs: PKCS#1 v1.5 unless told (RFC 8017 sections 8.1 and 8.2). */
export type RsaPadding = 'PKCS1' | 'PSS';

const rsaOids: Record<SigningHash, string> = {
  'SHA-1': '1.2.840.113549.1.1.5',
  'SHA-256': '1.2.840.113549.1.1.11',
  'SHA-384': '1.2.840.113549.1.1.12',
  'SHA-512': '1.2.840.113549.1.1.13',
};
const ecdsaOids: Record<SigningHash, string> = {
  'SHA-1': '1.2.840.10045.4.1',
  'SHA-256': '1.2.840.10045.4.3.2',
  'SHA-384': '1.2.840.10045.4.3.3',
  'SHA-512': '1.2.840.10045.4.3.4',
};
export const hashOids: Record<SigningHash, string> = {
  'SHA-1': '1.3.14.3.2.26',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
};
const hashLengths: Record<SigningHash, number> = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 };

/** The AlgorithmIdentifier of a signature (RFC 5280 section 4.1.1.2; RFC 4055, RFC 5758, RFC 8410 for each algorithm). */
export function signatureAlgorithm(key: Pick<KeyPair, 'kind'>, hash: SigningHash, padding: RsaPadding): Bytes {
  if (key.kind === 'Ed25519') return derSequence(derOid('1.3.101.112'));
  if (key.kind.startsWith('P-')) return derSequence(derOid(ecdsaOids[hash]));
  if (padding === 'PKCS1') return derSequence(derOid(rsaOids[hash]), derNull());
  const hashAlgorithm = derSequence(derOid(hashOids[hash]), derNull());
  return derSequence(
    derOid('1.2.840.113549.1.1.10'),
    derSequence(
      derContext(0, hashAlgorithm, true),
      derContext(1, derSequence(derOid('1.2.840.113549.1.1.8'), hashAlgorithm), true),
      derContext(2, derInteger(hashLengths[hash]), true),
    ),
  );
}

/** A signature over the bytes in the form a certificate carries it (RFC 5280 section 4.1.1.3). */
export async function signBytes(key: KeyPair, hash: SigningHash, padding: RsaPadding, data: Bytes): Promise<Bytes> {
  if (key.kind === 'Ed25519') {
    const imported = await crypto.subtle.importKey('pkcs8', key.pkcs8, { name: 'Ed25519' }, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, imported, data));
  }
  if (key.kind.startsWith('P-')) {
    const parameters = { name: 'ECDSA', namedCurve: key.kind };
    const imported = await crypto.subtle.importKey('pkcs8', key.pkcs8, parameters, false, ['sign']);
    return ecdsaSignatureToDer(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash }, imported, data)));
  }
  const name = padding === 'PSS' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
  const imported = await crypto.subtle.importKey('pkcs8', key.pkcs8, { name, hash }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign({ name, saltLength: hashLengths[hash] }, imported, data));
}
