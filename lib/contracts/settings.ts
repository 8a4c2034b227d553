import { z } from 'zod';
import { frontFacingUrlProblem } from '#lib/contracts/front-facing-url.ts';
import { defaultMapping, mappingSources } from '#lib/core/mapping-rule.ts';
import { type FlowSettings, methods } from '#lib/flow/flow-settings.ts';

export const methodSchema = z.enum(methods);

/** One network of a connection. `block` is canonical CIDR (RFC 5952); pasted text is normalised before it gets here. */
export const networkSchema = z.strictObject({
  block: z.string().min(1).max(60),
  label: z.string().trim().max(80, 'Use at most 80 characters for a label.'),
  /** The network's own ordered methods; absent: those of the connection. */
  methods: z.array(methodSchema).min(1).max(3).optional(),
  /** The administrator confirmed a block wider than /8 (v4) or /32 (v6). */
  widthConfirmed: z.boolean().optional(),
});
export type NetworkSettings = z.infer<typeof networkSchema>;

/** DER in base64 (RFC 4648 section 4). */
export const certificateBytesSchema = z
  .string()
  .min(4)
  .max(87_384, 'A certificate of more than 64 KiB cannot be kept in the settings; hardly any has 4.')
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'This is not base64.');

/** An https URL with a host name and nothing behind it; empty while it is not known yet. */
export const frontFacingUrlSchema = z
  .string()
  .trim()
  .max(300, 'A front-facing URL has at most 300 characters.')
  .superRefine((text, context) => {
    const problem = frontFacingUrlProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

/** RFC 4512 section 1.4: an attribute's short name. */
const attributeSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/, 'An attribute’s name is letters, digits and hyphens, like sAMAccountName.');

export const revocationModeSchema = z.enum(['off', 'fail-open', 'fail-closed']);

/** An address of the authority's own; https would need a certificate that has to be looked up in turn (RFC 5280 section 8). */
const revocationUrlSchema = z
  .string()
  .trim()
  .max(2_000)
  .regex(/^https?:\/\/[^\s/?#]+/i, 'An address of revocation information begins with http://.');

/** What counts for the certificates that one authority issued, where it is not what counts for all. */
export const authorityRevocationSchema = z.strictObject({
  /** SHA-256 of the authority's public key, lower-case hexadecimal: its renewed and cross-signed certificates share it. */
  authority: z.string().regex(/^[0-9a-f]{64}$/, 'This is not the SHA-256 of a public key.'),
  mode: revocationModeSchema,
  source: z.discriminatedUnion('kind', [
    /** What the certificates name: OCSP first, then lists. */
    z.strictObject({ kind: z.literal('certificate') }),
    z.strictObject({ kind: z.literal('url'), crlUrl: revocationUrlSchema, deltaUrl: revocationUrlSchema.optional() }),
    z.strictObject({ kind: z.literal('ocsp'), url: revocationUrlSchema }),
    z.strictObject({
      kind: z.literal('uploaded'),
      /** DER in base64. */
      lists: z
        .array(
          z
            .string()
            .min(4)
            .max(700_000, 'A list of more than 512 KiB cannot be kept in the settings; name an address instead.')
            .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'This is not base64.'),
        )
        .min(1)
        .max(10, 'At most 10 lists can be kept for an authority.'),
    }),
  ]),
});
export type AuthorityRevocation = z.infer<typeof authorityRevocationSchema>;

export const mappingRuleSchema = z.strictObject({ source: z.enum(mappingSources), attribute: attributeSchema });

/** How long somebody stays signed in. */
export const sessionSettingsSchema = z.strictObject({
  /** Hours until a session ends, however much it is used. */
  hours: z.int('must be a whole number of hours').min(1, 'A session lasts at least an hour.').max(720),
  /** Days for those who tick “keep me signed in”; 0: nobody is asked. */
  keepSignedInDays: z.int('must be a whole number of days').min(0).max(90, 'At most 90 days.'),
});

/**
 * Everything an administrator decides about a connection. This is what the console exports and imports, what a draft holds
 * and what a revision freezes. No key is in here: SSL keys exist outside the browser only sealed (sealed-key.ts).
 */
export const settingsSchema = z.strictObject({
  format: z.literal(1),
  clientCertificate: z.strictObject({ enabled: z.boolean() }),
  /** Its own front-facing URL keeps certificate choosers away from networks that only use Kerberos; empty: the one URL for both. */
  kerberos: z.strictObject({ enabled: z.boolean(), frontFacingUrl: frontFacingUrlSchema.default('') }),
  outside: z.enum(['password', 'refuse']),
  frontFacingUrl: frontFacingUrlSchema,
  networks: z
    .array(networkSchema)
    .max(10_000, 'At most 10,000 networks can be kept; put neighbouring blocks together.'),
  /** The chain served at the front-facing URL, the server's own certificate first. */
  sslCertificate: z
    .strictObject({
      chain: z
        .array(certificateBytesSchema)
        .min(1)
        .max(20, 'An SSL chain has at most 20 certificates; remove those that do not belong to it.'),
    })
    .nullable(),
  /** Authorities whose client certificates are accepted. */
  caCertificates: z
    .array(certificateBytesSchema)
    .max(500, 'At most 500 CA certificates can be kept; remove those that issue nothing to people.'),
  /** From a client certificate to a directory user, tried in this order. */
  mapping: z
    .array(mappingRuleSchema)
    .min(1, 'At least one rule must say whose a certificate is.')
    .max(20, 'At most 20 rules can be kept.')
    .default([...defaultMapping]),
  /** `strong`: only by what an authority cannot write by mistake into another's certificate (lib/pki/mapping). */
  mappingStrength: z.enum(['any', 'strong']).default('any'),
  /** Whether an authority that is not self-signed may end a path (RFC 5280 section 6.1.1 (d): a trust anchor is whoever is trusted). */
  trust: z.strictObject({ partialChains: z.boolean() }).default({ partialChains: false }),
  /** Whether connectors look certificates up at their authorities, and what counts where nothing can be found out. */
  revocation: z
    .strictObject({
      mode: revocationModeSchema,
      authorities: z.array(authorityRevocationSchema).max(500).optional(),
    })
    .default({ mode: 'off' }),
  session: sessionSettingsSchema.default({ hours: 10, keepSignedInDays: 0 }),
});
export type Settings = z.infer<typeof settingsSchema>;

export const emptySettings: Settings = {
  format: 1,
  clientCertificate: { enabled: false },
  kerberos: { enabled: false, frontFacingUrl: '' },
  outside: 'password',
  frontFacingUrl: '',
  networks: [],
  sslCertificate: null,
  caCertificates: [],
  mapping: [...defaultMapping],
  mappingStrength: 'any',
  trust: { partialChains: false },
  revocation: { mode: 'off' },
  session: { hours: 10, keepSignedInDays: 0 },
};

/** The part of the settings that decides which flow an address gets. */
export function flowSettings(settings: Settings): FlowSettings {
  return {
    clientCertificate: settings.clientCertificate,
    kerberos: { enabled: settings.kerberos.enabled },
    outside: settings.outside,
    networks: settings.networks.map(({ block, label, methods: own, widthConfirmed }) => ({
      block,
      label,
      ...(own === undefined ? {} : { methods: own }),
      ...(widthConfirmed === undefined ? {} : { widthConfirmed }),
    })),
  };
}
