import { z } from 'zod';
import { connectorSettingsSchema } from '#lib/wire/connector-settings.ts';
import { maxDryRunCertificates } from '#lib/wire/limits.ts';

/** Of the settings what decides about a certificate once it is presented. */
const decidingSettingsSchema = connectorSettingsSchema.pick({
  caCertificates: true,
  trust: true,
  mapping: true,
  mappingStrength: true,
  revocation: true,
});
export type DecidingSettings = z.infer<typeof decidingSettingsSchema>;

/** DER, base64. */
const certificateSchema = z
  .string()
  .max(87_384)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'is not base64');

/** What would happen to somebody who presents these certificates, or whose name this is. No secret is in it, and nobody is signed in by it. */
export const dryRunQuestionSchema = z.strictObject({
  kind: z.literal('dry-run'),
  /** The person's own certificate first, then what is sent along; empty where only the account is asked for. */
  presented: z.array(certificateSchema).max(maxDryRunCertificates),
  /** Milliseconds since 1970 at which validity is judged; absent: now, by the connector's clock. */
  at: z.number().int().min(0).max(8_640_000_000_000_000).optional(),
  /** The name of an account, as it would be typed at the password form. */
  userName: z.string().min(1).max(256).optional(),
  /** Those that the connector serves, or others, of which only the authorities that can matter are told. */
  settings: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('running') }),
    z.strictObject({ from: z.literal('given'), deciding: decidingSettingsSchema }),
  ]),
});
export type DryRunQuestion = z.infer<typeof dryRunQuestionSchema>;
