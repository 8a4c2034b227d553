import { CompactEncrypt, compactDecrypt, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { fromBase64, fromUtf8, toBase64, utf8 } from '#lib/core/bytes.ts';

/*
 * A question holds a password, so it is encrypted to a key that the connector makes anew for every link (RFC 7516, ECDH-ES on P-256,
 * A256GCM): nobody between the two can read it, and nobody can read it later. Gatehouse signs around it (RFC 7515), so that a stranger on
 * the way cannot ask either.
 */

export const passwordQuestionSchema = z.strictObject({
  kind: z.literal('password'),
  userName: z.string().min(1).max(256),
  password: z.string().min(1).max(1_024),
});
export type PasswordQuestion = z.infer<typeof passwordQuestionSchema>;

const envelopeSchema = z.object({
  /** The question's id; answers name it. */
  jti: z.string().min(1).max(100),
  /** The connector it is for. */
  aud: z.string().max(64),
  jwe: z.string().max(12_000),
  exp: z.number(),
});

const typ = 'gatehouse-question+jwt';
const clockToleranceS = 60;
const ecdh = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** The key pair of one link; the public half is a SubjectPublicKeyInfo in base64 and goes into the hello. */
export async function makeQuestionKey(): Promise<{ readonly publicKey: string; readonly privateKey: CryptoKey }> {
  const pair = await crypto.subtle.generateKey(ecdh, false, ['deriveBits']);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  return { publicKey: toBase64(spki), privateKey: pair.privateKey };
}

export async function importQuestionKey(spki: string): Promise<CryptoKey> {
  const bytes = fromBase64(spki);
  if (bytes === undefined) throw new TypeError('the question key is not base64');
  return crypto.subtle.importKey('spki', bytes, ecdh, true, []);
}

export async function sealQuestion(
  question: PasswordQuestion,
  bound: { readonly id: string; readonly connectorId: string; readonly expiresAt: number },
  keys: { readonly questionKey: CryptoKey; readonly gatehouseKey: CryptoKey },
): Promise<string> {
  const plain = utf8(JSON.stringify(question));
  const jwe = await new CompactEncrypt(plain)
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
    .encrypt(keys.questionKey);
  plain.fill(0);
  return new SignJWT({ jwe })
    .setProtectedHeader({ alg: 'ES256', typ })
    .setJti(bound.id)
    .setAudience(bound.connectorId)
    .setExpirationTime(Math.ceil(bound.expiresAt / 1000))
    .sign(keys.gatehouseKey);
}

/** Undefined where it is not for this connector, too old, or not made by the pinned Gatehouse. `expiresAt`: milliseconds since 1970, by Gatehouse's clock. */
export async function openQuestion(
  sealed: string,
  bound: { readonly connectorId: string; readonly at: number },
  keys: { readonly questionKey: CryptoKey; readonly gatehouseKey: CryptoKey },
): Promise<{ readonly id: string; readonly expiresAt: number; readonly question: PasswordQuestion } | undefined> {
  try {
    const { payload } = await jwtVerify(sealed, keys.gatehouseKey, {
      algorithms: ['ES256'],
      typ,
      audience: bound.connectorId,
      currentDate: new Date(bound.at),
      clockTolerance: clockToleranceS,
      requiredClaims: ['exp', 'jti', 'aud'],
    });
    const envelope = envelopeSchema.parse(payload);
    const { plaintext } = await compactDecrypt(envelope.jwe, keys.questionKey, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const question = passwordQuestionSchema.parse(JSON.parse(fromUtf8(plaintext)));
    plaintext.fill(0);
    return { id: envelope.jti, expiresAt: envelope.exp * 1000, question };
  } catch {
    return undefined;
  }
}
