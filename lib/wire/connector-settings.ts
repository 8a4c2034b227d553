import { z } from 'zod';
import { defaultMapping, mappingSources } from '#lib/core/mapping-rule.ts';

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'is not base64');

const mode = z.enum(['off', 'fail-open', 'fail-closed']);
const url = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\//i, 'is no http address');

/** What counts for the certificates of one authority, where it is not what counts for all. */
const authorityRevocationSchema = z.strictObject({
  /** SHA-256 of the authority's public key, lower-case hexadecimal. */
  authority: z.string().regex(/^[0-9a-f]{64}$/),
  mode,
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('certificate') }),
    z.strictObject({ kind: z.literal('url'), crlUrl: url, deltaUrl: url.optional() }),
    z.strictObject({ kind: z.literal('ocsp'), url }),
    /** DER, base64. */
    z.strictObject({ kind: z.literal('uploaded'), lists: z.array(base64).min(1).max(10) }),
  ]),
});

/** What a revision tells a connector: the part of the settings it serves. Key material is not in here; it travels sealed beside it. */
export const connectorSettingsSchema = z.strictObject({
  format: z.literal(1),
  connectionId: z.string().min(1).max(64),
  connectionName: z.string().min(1).max(120),
  revision: z.number().int().positive(),
  /** Milliseconds since 1970, by Gatehouse's clock. */
  publishedAt: z.number().int().nonnegative(),
  clientCertificate: z.strictObject({ enabled: z.boolean() }),
  /** Under a front-facing URL of its own no certificate is asked for; empty: the same URL. */
  kerberos: z.strictObject({ enabled: z.boolean(), frontFacingUrl: z.string().max(300).default('') }),
  frontFacingUrl: z.string().max(300),
  /** Where Gatehouse is reached: the only place browsers are sent back to. Empty in revisions from before it was told. */
  gatehouseUrl: z.string().max(300).default(''),
  mapping: z
    .array(z.strictObject({ source: z.enum(mappingSources), attribute: z.string().min(1).max(100) }))
    .max(20)
    .default([...defaultMapping]),
  /** `strong`: only by what an authority cannot write by mistake into another's certificate. */
  mappingStrength: z.enum(['any', 'strong']).default('any'),
  /** Whether a CA certificate that is not self-signed may end a path. */
  trust: z.strictObject({ partialChains: z.boolean() }).default({ partialChains: false }),
  revocation: z
    .strictObject({ mode, authorities: z.array(authorityRevocationSchema).max(500).optional() })
    .default({ mode: 'off' }),
  /** DER, base64; the server's own certificate first. Null where no SSL certificate is set. */
  sslChain: z.array(base64).min(1).max(20).nullable(),
  /** DER, base64: the authorities whose client certificates are accepted. */
  caCertificates: z.array(base64).max(500),
});

export type ConnectorSettings = z.infer<typeof connectorSettingsSchema>;
