import { type Bytes, fromBase64, toBase64, toHex, utf8 } from '#lib/core/bytes.ts';
import type { FillRandom } from '#lib/core/ids.ts';
import type { Database } from '#lib/db/database.ts';
import { keyring } from '#lib/db/schema.ts';
import type { Keyring } from '#lib/services/context.ts';

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const purpose = utf8('gatehouse-keyring-1');

/**
 * The key connectors know this Gatehouse by. It is made at the first start; the database holds its private half only encrypted, under a
 * key derived from the master secret, so that neither the database nor the secret alone can sign.
 */
export async function loadKeyring(
  db: Database,
  masterSecret: Uint8Array,
  fillRandom: FillRandom,
  now: () => number,
): Promise<Keyring> {
  const wrappingKey = await deriveWrappingKey(masterSecret);
  let [row] = await db.select().from(keyring);
  if (row === undefined) {
    // Of several processes that start at once, the first one's key stays.
    await db
      .insert(keyring)
      .values(await makeRow(wrappingKey, fillRandom, now()))
      .onConflictDoNothing();
    [row] = await db.select().from(keyring);
  }
  if (row === undefined) throw new Error('The signing key could not be stored in the database.');
  const publicKey = bytesOf(row.publicKey);
  return {
    privateKey: await unwrap(row, wrappingKey),
    publicKey: row.publicKey,
    fingerprint: toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey))),
  };
}

async function deriveWrappingKey(masterSecret: Uint8Array): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', masterSecret.slice(), 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: purpose };
  return crypto.subtle.deriveKey(hkdf, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function makeRow(wrappingKey: CryptoKey, fillRandom: FillRandom, createdAt: number) {
  const pair = await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']);
  const privateKey = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const nonce = fillRandom(new Uint8Array(12));
  const wrapped = await crypto.subtle.encrypt(gcm(nonce, publicKey), wrappingKey, privateKey);
  privateKey.fill(0);
  return {
    publicKey: toBase64(publicKey),
    wrappedPrivateKey: toBase64(new Uint8Array(wrapped)),
    nonce: toBase64(nonce),
    createdAt,
  };
}

async function unwrap(row: typeof keyring.$inferSelect, wrappingKey: CryptoKey): Promise<CryptoKey> {
  const algorithm = gcm(bytesOf(row.nonce), bytesOf(row.publicKey));
  let privateKey: ArrayBuffer;
  try {
    privateKey = await crypto.subtle.decrypt(algorithm, wrappingKey, bytesOf(row.wrappedPrivateKey));
  } catch {
    throw new Error(
      'The master secret does not open the signing key in the database. Start with the secret that this database was set up with.',
    );
  }
  return crypto.subtle.importKey('pkcs8', privateKey, ecdsa, false, ['sign']);
}

/** The public half is authenticated too: nobody can swap it in the database. */
function gcm(nonce: Bytes, publicKey: Bytes): AesGcmParams {
  return { name: 'AES-GCM', iv: nonce, additionalData: publicKey };
}

function bytesOf(base64: string): Bytes {
  const bytes = fromBase64(base64);
  if (bytes === undefined) throw new Error('The signing key in the database is not base64.');
  return bytes;
}
