import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { utf8 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { openCompact, type SignBytes, signCompact, type VerifyBytes } from '#lib/wire/compact-jws.ts';
import { methodResultSchema } from '#lib/wire/method-result.ts';

/** A result with what it is bound to. */
const boundResultSchema = z.object({
  /** The connector that says it. */
  iss: z.string().max(64),
  connectionId: z.string().max(64),
  /** The question or the sign-in request it answers. */
  answers: z.string().max(100),
  method: z.enum(['client-certificate', 'kerberos', 'password']),
  /** SHA-256 of the receipt the browser carries back, lower-case hexadecimal; absent where no browser is in between. */
  receiptHash: z.string().length(64).optional(),
  /** Seconds since 1970. */
  iat: z.number(),
  outcome: methodResultSchema,
});
export type BoundResult = z.infer<typeof boundResultSchema>;

/** Keeps a signature made for one purpose from being shown for another (RFC 8725 section 3.11). */
const typ = 'gatehouse-result+jwt';

/** The connector's word, signed with its identity key (RFC 7515, ES256). */
export async function signResult(result: BoundResult, identityKey: CryptoKey | SignBytes): Promise<string> {
  if (typeof identityKey === 'function') return signCompact(result, typ, identityKey);
  return new SignJWT({ ...result }).setProtectedHeader({ alg: 'ES256', typ }).sign(identityKey);
}

/** Undefined where the signature or the form is wrong. */
export async function openSignedResult(
  signed: string,
  connectorKey: CryptoKey | VerifyBytes,
): Promise<BoundResult | undefined> {
  if (typeof connectorKey === 'function')
    return boundResultSchema.safeParse(openCompact(signed, typ, connectorKey)).data;
  try {
    const { payload } = await jwtVerify(signed, connectorKey, { algorithms: ['ES256'], typ });
    return boundResultSchema.safeParse(payload).data;
  } catch {
    return undefined;
  }
}

/** What a result binds of the receipt that the browser carries back. */
export function hashReceipt(receipt: string): Promise<string> {
  return sha256Hex(utf8(receipt));
}
