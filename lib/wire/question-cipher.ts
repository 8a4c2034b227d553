import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { fromBase64, toBase64, utf8 } from '#lib/core/bytes.ts';

/*
 * The key that the questions of one link are encrypted with: agreed on by ECDH between a key the connector makes for the link and one
 * that Gatehouse makes for it, both forgotten with the link. Agreeing costs more than asking, so it is done once for many questions.
 */

const ecdh = { name: 'ECDH', namedCurve: 'P-256' } as const;
const typ = 'gatehouse-question-key+jwt';

const statementSchema = z.object({
  /** The connector it is for. */
  aud: z.string().max(64),
  /** Gatehouse's half: SubjectPublicKeyInfo, base64. */
  half: z.string().max(200),
});

/** The key pair of one link; the public half is a SubjectPublicKeyInfo in base64 and goes into the hello. */
export async function makeQuestionKey(): Promise<{ readonly publicKey: string; readonly privateKey: CryptoKey }> {
  const pair = await crypto.subtle.generateKey(ecdh, false, ['deriveBits']);
  return { publicKey: await exportHalf(pair.publicKey), privateKey: pair.privateKey };
}

export async function importQuestionKey(spki: string): Promise<CryptoKey> {
  const bytes = fromBase64(spki);
  if (bytes === undefined) throw new TypeError('the question key is not base64');
  return crypto.subtle.importKey('spki', bytes, ecdh, true, []);
}

export type QuestionCipher = {
  readonly key: CryptoKey;
  /** Gatehouse's half, signed by Gatehouse: with it the connector comes to the same key, and knows whose it is. */
  readonly statement: string;
};

/** Gatehouse's side. */
export async function makeCipher(
  connectorId: string,
  keys: { readonly questionKey: CryptoKey; readonly gatehouseKey: CryptoKey },
): Promise<QuestionCipher> {
  const pair = await crypto.subtle.generateKey(ecdh, false, ['deriveBits']);
  const statement = await new SignJWT({ half: await exportHalf(pair.publicKey) })
    .setProtectedHeader({ alg: 'ES256', typ })
    .setAudience(connectorId)
    .sign(keys.gatehouseKey);
  return { key: await agree(pair.privateKey, keys.questionKey, statement), statement };
}

/** The connector's side; throws where the statement is not for it or not Gatehouse's. */
export async function acceptCipher(
  statement: string,
  connectorId: string,
  keys: { readonly questionKey: CryptoKey; readonly gatehouseKey: CryptoKey },
): Promise<CryptoKey> {
  const { payload } = await jwtVerify(statement, keys.gatehouseKey, {
    algorithms: ['ES256'],
    typ,
    audience: connectorId,
  });
  const half = await importQuestionKey(statementSchema.parse(payload).half);
  return agree(keys.questionKey, half, statement);
}

/** RFC 5869 over the shared point; the statement, and so both Gatehouse's half and the connector's id, is part of what is derived. */
async function agree(own: CryptoKey, other: CryptoKey, statement: string): Promise<CryptoKey> {
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256);
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const info = utf8(`gatehouse-question-1\0${statement}`);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

async function exportHalf(publicKey: CryptoKey): Promise<string> {
  return toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)));
}
