import { CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt } from 'jose';
import { z } from 'zod';
import { fromUtf8, utf8 } from '#lib/core/bytes.ts';
import { dryRunQuestionSchema } from '#lib/wire/dry-run-question.ts';
import { forgetKeyQuestionSchema, keyRequestQuestionSchema } from '#lib/wire/key-request-question.ts';
import { acceptCipher, makeCipher, type QuestionCipher } from '#lib/wire/question-cipher.ts';

/*
 * A question may hold a password, so it is encrypted (RFC 7516, A256GCM) with a key of its link, which nobody but the connector and the
 * Gatehouse it trusts can come to (question-cipher.ts): nobody between the two can read it or ask one of their own, and nobody can read
 * it later.
 */

export const passwordQuestionSchema = z.strictObject({
  kind: z.literal('password'),
  userName: z.string().min(1).max(256),
  password: z.string().min(1).max(1_024),
});
export type PasswordQuestion = z.infer<typeof passwordQuestionSchema>;

const questionSchema = z.discriminatedUnion('kind', [
  passwordQuestionSchema,
  dryRunQuestionSchema,
  keyRequestQuestionSchema,
  forgetKeyQuestionSchema,
]);
export type Question = z.infer<typeof questionSchema>;

const sealedSchema = z.strictObject({
  /** Answers name it. */
  id: z.string().min(1).max(100),
  /** Milliseconds since 1970, by Gatehouse's clock. */
  expiresAt: z.number(),
  question: questionSchema,
});

/** Keeps what was encrypted for one purpose from being shown for another. */
const typ = 'gatehouse-question+jwe';
const clockToleranceMs = 60_000;

/** Random nonces of 96 bits are safe for 2^32 messages a key (NIST SP 800-38D section 8.3); this stays far away from that. */
const maxQuestionsOfCipher = 2 ** 24;
/** A Gatehouse makes few of them in the life of a link. */
const maxAcceptedOfLink = 32;

type For = { readonly connectorId: string; readonly gatehouseKey: CryptoKey };
type Made = For & { readonly cipher: Promise<QuestionCipher>; left: number };
type Accepted = For & { readonly key: CryptoKey };

/** Both by the question key of the link, and gone with it. */
const madeOfLink = new WeakMap<CryptoKey, Made>();
const acceptedOfLink = new WeakMap<CryptoKey, Map<string, Accepted>>();

export async function sealQuestion(
  question: Question,
  bound: { readonly id: string; readonly connectorId: string; readonly expiresAt: number },
  keys: { readonly questionKey: CryptoKey; readonly gatehouseKey: CryptoKey },
): Promise<string> {
  const { id, connectorId, expiresAt } = bound;
  const { key, statement } = await cipherFor(connectorId, keys);
  const plain = utf8(JSON.stringify({ id, expiresAt, question } satisfies z.infer<typeof sealedSchema>));
  const sealed = await new CompactEncrypt(plain)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ, statement })
    .encrypt(key);
  plain.fill(0);
  return sealed;
}

/** Undefined where it is not for this connector, too old, or not made by the pinned Gatehouse. `expiresAt`: milliseconds since 1970, by Gatehouse's clock. */
export async function openQuestion(
  sealed: string,
  bound: { readonly connectorId: string; readonly at: number },
  keys: { readonly questionKey: CryptoKey; readonly gatehouseKey: CryptoKey },
): Promise<{ readonly id: string; readonly expiresAt: number; readonly question: Question } | undefined> {
  try {
    const { plaintext } = await compactDecrypt(sealed, (header) => keyOf(header, bound.connectorId, keys), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const opened = sealedSchema.parse(JSON.parse(fromUtf8(plaintext)));
    plaintext.fill(0);
    return bound.at < opened.expiresAt + clockToleranceMs ? opened : undefined;
  } catch {
    return undefined;
  }
}

type Keys = { readonly questionKey: CryptoKey; readonly gatehouseKey: CryptoKey };

function cipherFor(connectorId: string, keys: Keys): Promise<QuestionCipher> {
  const { questionKey, gatehouseKey } = keys;
  const made = madeOfLink.get(questionKey);
  if (made !== undefined && isFor(made, connectorId, keys) && made.left > 0) {
    made.left -= 1;
    return made.cipher;
  }
  const cipher = makeCipher(connectorId, keys);
  madeOfLink.set(questionKey, { cipher, connectorId, gatehouseKey, left: maxQuestionsOfCipher - 1 });
  cipher.catch(() => madeOfLink.delete(questionKey));
  return cipher;
}

async function keyOf(header: CompactJWEHeaderParameters, connectorId: string, keys: Keys): Promise<CryptoKey> {
  const { questionKey, gatehouseKey } = keys;
  const statement = header['statement'];
  if (header.typ !== typ || typeof statement !== 'string') throw new TypeError('no question');
  const accepted = acceptedOfLink.get(questionKey) ?? new Map<string, Accepted>();
  acceptedOfLink.set(questionKey, accepted);
  const known = accepted.get(statement);
  if (known !== undefined && isFor(known, connectorId, keys)) return known.key;
  const key = await acceptCipher(statement, connectorId, keys);
  const [oldest] = accepted.keys();
  if (oldest !== undefined && accepted.size >= maxAcceptedOfLink) accepted.delete(oldest);
  accepted.set(statement, { key, connectorId, gatehouseKey });
  return key;
}

function isFor(one: For, connectorId: string, { gatehouseKey }: Keys): boolean {
  return one.connectorId === connectorId && one.gatehouseKey === gatehouseKey;
}
