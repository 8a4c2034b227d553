import { z } from 'zod';

/** An SSL key, encrypted in the browser to one connector: CMS EnvelopedData, DER, base64. */
export const sealedKeySchema = z.strictObject({
  connectorId: z.string().min(1).max(64),
  /** SHA-256 of the SubjectPublicKeyInfo the key belongs to. */
  spkiFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  envelope: z
    .string()
    .min(100)
    .max(64_000)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/),
});
export type SealedKey = z.infer<typeof sealedKeySchema>;
