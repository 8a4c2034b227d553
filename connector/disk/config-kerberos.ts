import { z } from 'zod';
import { listenSchema } from '#connector/disk/config-listen.ts';

/** Kerberos at the connector; docs/connector.md holds the table of its keys. */
export const kerberosSchema = z.strictObject({
  keytab: z.string('must be the path of a keytab in quotes').min(1, 'must be the path of a keytab').max(4_000),
  /** Only tickets for this service are taken; left out, for any key of the keytab. */
  servicePrincipal: z
    .string('must be a service principal in quotes, like "HTTP/sso.example.com"')
    .regex(
      /^[^\s/@]+\/[^\s/@]+(?:@[^\s/@]+)?$/,
      'must be a service principal, like "HTTP/sso.example.com" or "HTTP/sso.example.com@EXAMPLE.COM"',
    )
    .max(300)
    .optional(),
  /** Realms whose principals are account names of this directory. Realms differ by case (RFC 4120 section 6.1). */
  realms: z
    .array(
      z
        .string('must be a realm in quotes, like "EXAMPLE.COM"')
        .regex(/^[^\s/@]+$/, 'must be a realm, like "EXAMPLE.COM", without @')
        .max(255),
      'must be a list of realms: ["EXAMPLE.COM"]',
    )
    .max(50)
    .optional(),
  /** A listener of its own that never asks for a certificate. */
  listen: listenSchema.optional(),
});
export type KerberosConfig = z.infer<typeof kerberosSchema>;
