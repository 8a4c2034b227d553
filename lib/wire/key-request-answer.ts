import { z } from 'zod';
import { openCompact, type SignBytes, signCompact, type VerifyBytes } from '#lib/wire/compact-jws.ts';
import { keyRequestOutcomeSchema } from '#lib/wire/key-request-outcome.ts';

/** What came of a key request, with what it is bound to. */
const boundSchema = z.object({
  /** The connector that says it. */
  iss: z.string().max(64),
  connectionId: z.string().max(64),
  /** The question it answers. */
  answers: z.string().max(100),
  /** Seconds since 1970. */
  iat: z.number(),
  outcome: keyRequestOutcomeSchema,
});
export type BoundKeyRequest = z.infer<typeof boundSchema>;

/** Another than that of a result or a dry run: none must pass for another (RFC 8725 section 3.11). */
const typ = 'gatehouse-key-request+jwt';

/** The connector's word, signed with its identity key (RFC 7515, ES256). */
export function signKeyRequest(answer: BoundKeyRequest, identityKey: SignBytes): string {
  return signCompact(answer, typ, identityKey);
}

/** Undefined where the signature or the form is wrong. */
export function openSignedKeyRequest(signed: string, connectorKey: VerifyBytes): BoundKeyRequest | undefined {
  return boundSchema.safeParse(openCompact(signed, typ, connectorKey)).data;
}
