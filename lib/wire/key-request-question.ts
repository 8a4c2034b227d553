import { z } from 'zod';

/** More than any server needs; the signed request of so many still fits into one answer. */
export const maxRequestedHosts = 100;

/** A DNS name as it stands in a certificate: at most 253 octets in labels of 63 (RFC 1035 section 2.3.4), A-labels, perhaps `*` as the first. */
const dnsName = z
  .string()
  .max(253)
  .regex(/^(\*\.(?=[^.]+\.))?[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/);

const hostSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dns'), value: dnsName }),
  z.strictObject({ kind: z.literal('ip'), value: z.union([z.ipv4(), z.ipv6()]) }),
]);

/** Make a key, keep it, and give a certification request (RFC 2986) that asks for a server certificate with these names. */
export const keyRequestQuestionSchema = z.strictObject({
  kind: z.literal('key-request'),
  /** The first is the common name too. */
  hosts: z.array(hostSchema).min(1).max(maxRequestedHosts),
  organisation: z.string().min(1).max(64).optional(),
  /** ISO 3166 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  keyKind: z.enum(['RSA-2048', 'RSA-3072', 'P-256', 'P-384', 'Ed25519']),
});
export type KeyRequestQuestion = z.infer<typeof keyRequestQuestionSchema>;

/** Delete a key that was made for a request. */
export const forgetKeyQuestionSchema = z.strictObject({
  kind: z.literal('forget-key'),
  /** SHA-256 of its SubjectPublicKeyInfo, hexadecimal. */
  spkiFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ForgetKeyQuestion = z.infer<typeof forgetKeyQuestionSchema>;
