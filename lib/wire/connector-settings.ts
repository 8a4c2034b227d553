import { z } from 'zod';
import { defaultMapping, mappingSources } from '#lib/core/mapping-rule.ts';

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'is not base64');

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
  revocation: z.strictObject({ mode: z.enum(['off', 'fail-open', 'fail-closed']) }).default({ mode: 'off' }),
  /** DER, base64; the server's own certificate first. Null where no SSL certificate is set. */
  sslChain: z.array(base64).min(1).max(20).nullable(),
  /** DER, base64: the authorities whose client certificates are accepted. */
  caCertificates: z.array(base64).max(500),
});

export type ConnectorSettings = z.infer<typeof connectorSettingsSchema>;
