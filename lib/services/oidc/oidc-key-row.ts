import { z } from 'zod';
import { type Bytes, fromBase64, toBase64, toBase64Url, utf8 } from '#lib/core/bytes.ts';
import type { FillRandom } from '#lib/core/ids.ts';
import type { oidcKeys } from '#lib/db/schema.ts';

/** RFC 7518 section 3.3: every relying party must know RS256 (OpenID Connect Core section 15.1). */
const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const purpose = utf8('gatehouse-oidc-keys-1');

const number = z.string().min(1);
const privateJwkSchema = z.object({
  n: number,
  e: number,
  d: number,
  p: number,
  q: number,
  dp: number,
  dq: number,
  qi: number,
});

/** RFC 7518 section 6.3. */
export type PrivateJwk = z.infer<typeof privateJwkSchema> & {
  readonly kid: string;
  readonly kty: 'RSA';
  readonly alg: 'RS256';
  readonly use: 'sig';
};

type KeyRow = typeof oidcKeys.$inferSelect;

/** The key that private halves are encrypted under, from the master secret. */
export async function deriveOidcKeyWrapping(masterSecret: Uint8Array): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', masterSecret.slice(), 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: purpose };
  return crypto.subtle.deriveKey(hkdf, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** A new RSA key of 2048 bits; the row holds its private half encrypted only. */
export async function makeOidcKeyRow(
  wrapping: CryptoKey,
  fillRandom: FillRandom,
  { createdAt, signsFrom }: { readonly createdAt: number; readonly signsFrom: number },
): Promise<KeyRow> {
  const parameters = { ...rsa, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const pair = await crypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
  const { n, e } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const kid = await thumbprint({ e: e ?? '', n: n ?? '' });
  const nonce = fillRandom(new Uint8Array(12));
  const privateKey = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const wrapped = await crypto.subtle.encrypt(gcm(nonce, kid), wrapping, privateKey);
  privateKey.fill(0);
  return {
    kid,
    publicJwk: { kty: 'RSA', n, e, alg: 'RS256', use: 'sig', kid },
    wrappedPrivateKey: toBase64(new Uint8Array(wrapped)),
    nonce: toBase64(nonce),
    createdAt,
    signsFrom,
    retiredAt: null,
  };
}

/** The private key of a row (RFC 7517); fails where it was encrypted under another master secret. */
export async function openOidcKeyRow(row: KeyRow, wrapping: CryptoKey): Promise<PrivateJwk> {
  let bytes: ArrayBuffer;
  try {
    bytes = await crypto.subtle.decrypt(gcm(bytesOf(row.nonce), row.kid), wrapping, bytesOf(row.wrappedPrivateKey));
  } catch {
    throw new Error(
      'The master secret does not open the keys that tokens are signed with. Start with the secret that this database was set up with.',
    );
  }
  const key = await crypto.subtle.importKey('pkcs8', bytes, rsa, true, ['sign']);
  new Uint8Array(bytes).fill(0);
  const { n, e, d, p, q, dp, dq, qi } = privateJwkSchema.parse(await crypto.subtle.exportKey('jwk', key));
  return { kid: row.kid, kty: 'RSA', alg: 'RS256', use: 'sig', n, e, d, p, q, dp, dq, qi };
}

/** RFC 7638 section 3. */
async function thumbprint({ e, n }: { readonly e: string; readonly n: string }): Promise<string> {
  const text = utf8(JSON.stringify({ e, kty: 'RSA', n }));
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
}

/** The kid is the public half’s hash, so nobody can swap that in the database either. */
function gcm(nonce: Bytes, kid: string): AesGcmParams {
  return { name: 'AES-GCM', iv: nonce, additionalData: utf8(kid) };
}

function bytesOf(base64: string): Bytes {
  const bytes = fromBase64(base64);
  if (bytes === undefined) throw new Error('A key that tokens are signed with is not base64 in the database.');
  return bytes;
}
