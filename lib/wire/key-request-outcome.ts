import { z } from 'zod';

/** The longest request, in characters of base64: that of a hundred long names, so that its answer stays within maxSignedResultLength. */
export const maxRequestLength = 40_000;

/** What came of asking a connector for a key; no private key is ever part of it. */
export const keyRequestOutcomeSchema = z.discriminatedUnion('result', [
  z.object({
    result: z.literal('made'),
    /** CertificationRequest, DER, base64. */
    request: z
      .string()
      .max(maxRequestLength)
      .regex(/^[A-Za-z0-9+/]+={0,2}$/),
    /** SHA-256 of the SubjectPublicKeyInfo, hexadecimal. */
    spkiFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** Also where there was no such key. */
  z.object({ result: z.literal('forgotten') }),
  z.object({
    result: z.literal('refused'),
    /** `too-many-held-keys`, `not-written`, `not-deleted`, `key-in-use`, `connector-busy`, `connector-failed`. */
    reason: z.string().min(1).max(60),
    /** One sentence for an administrator; never a secret. */
    detail: z.string().max(500),
  }),
]);
export type KeyRequestOutcome = z.infer<typeof keyRequestOutcomeSchema>;
