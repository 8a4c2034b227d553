import { z } from 'zod';
import { readHostName } from '#lib/pki/issue/host-name.ts';

/** The most names that one request asks for. */
export const mostRequestedHosts = 100;

const hostSchema = z
  .string()
  .max(2_000)
  .transform((text, context) => {
    const host = readHostName(text);
    if (host?.kind === 'dns' || host?.kind === 'ip') return { kind: host.kind, value: host.value };
    context.addIssue({ code: 'custom', message: `“${text.slice(0, 80)}” is neither a host name nor an IP address.` });
    return z.NEVER;
  });

export const requestedKeyKinds = ['RSA-2048', 'RSA-3072', 'P-256', 'P-384', 'Ed25519'] as const;

/** A key to be made on a connector, with a request for its certificate. */
export const askKeyRequestSchema = z.strictObject({
  connectionId: z.string().min(1).max(64),
  connectorId: z.string().min(1).max(64),
  /** The first is the common name too. */
  hosts: z
    .array(hostSchema)
    .min(1, 'Give the host name of the server, like sso.fabrikam.example.')
    .max(mostRequestedHosts, `A certificate here takes ${mostRequestedHosts} names.`),
  organisation: z.string().trim().min(1).max(64, 'An organisation has 64 letters at most (RFC 5280).').optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'A country is two letters, like SE.')
    .optional(),
  keyKind: z.enum(requestedKeyKinds),
});
export type AskKeyRequest = z.input<typeof askKeyRequestSchema>;

export const forgetKeySchema = z.strictObject({
  connectorId: z.string().min(1).max(64),
  /** SHA-256 of the key's SubjectPublicKeyInfo. */
  spkiFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A request whose key is on a connector. */
export const keyRequestViewSchema = z.object({
  connectorId: z.string(),
  connectorName: z.string(),
  spkiFingerprint: z.string(),
  hosts: z.array(z.string()),
  /** DER, base64: no secret. */
  request: z.string(),
  /** Milliseconds since 1970. */
  askedAt: z.number(),
  askedBy: z.string(),
  /** Where a certificate with its key is: nowhere yet, in the draft, or in what runs. */
  certificate: z.enum(['waiting', 'draft', 'running']),
});
export type KeyRequestView = z.infer<typeof keyRequestViewSchema>;

export const keyRequestsViewSchema = z.array(keyRequestViewSchema);

export const keyRequestReasons = [
  'not-online',
  'not-asked',
  'no-answer',
  'answer-invalid',
  'too-old',
  'too-many-held-keys',
  'not-written',
  'not-deleted',
  'key-in-use',
  'connector-busy',
  'connector-failed',
] as const;
export type KeyRequestReason = (typeof keyRequestReasons)[number];

/** Nothing came of it; `detail` says why and what to do. */
export type KeyRequestRefusal = {
  readonly kind: 'refused';
  readonly reason: KeyRequestReason;
  readonly detail: string;
};
export type KeyRequestAnswer = { readonly kind: 'made'; readonly made: KeyRequestView } | KeyRequestRefusal;
export type ForgetKeyAnswer = { readonly kind: 'forgotten' } | KeyRequestRefusal;
