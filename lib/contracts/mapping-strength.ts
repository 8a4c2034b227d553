import { z } from 'zod';
import { mappingRuleSchema } from '#lib/contracts/settings.ts';
import { strongNamesSchema } from '#lib/contracts/sign-in.ts';
import { strongForms } from '#lib/pki/mapping/strong-form.ts';

/*
 * Who came by a weak mapping, as the log of the last days tells it, and what to write into the directory so that they come by a strong one.
 */

/** The log is kept 90 days. */
export const mappingDays = [7, 30, 90] as const;
export type MappingDays = (typeof mappingDays)[number];

const wanted = {
  connectionId: z.string().max(64),
  days: z.coerce.number().pipe(
    z.union(
      mappingDays.map((days) => z.literal(days)),
      'Choose 7, 30 or 90 days.',
    ),
  ),
  /** Rules that “require strong” is judged by; absent: those of the draft. */
  rules: z.array(mappingRuleSchema).max(20).optional(),
};

export const mappingStrengthInputSchema = z.strictObject(wanted);
export type MappingStrengthInput = z.input<typeof mappingStrengthInputSchema>;

/** Which file is written, for whom. */
export const identityChangesInputSchema = z.strictObject({
  ...wanted,
  /** `weak`: everybody who came weakly; `locked-out`: whom “require strong” would refuse; `person`: one. */
  who: z.enum(['weak', 'locked-out', 'person']),
  /** The DN of the one. */
  dn: z.string().max(2_000).optional(),
  form: z.enum(strongForms),
  format: z.enum(['ldif', 'powershell']),
});
export type IdentityChangesInput = z.input<typeof identityChangesInputSchema>;

const standingSchema = z.enum(['strong', 'sid', 'weak']);

/** A certificate somebody came with in these days. */
export const mappedCertificateSchema = z.object({
  name: z.string(),
  issuer: z.string(),
  serial: z.string(),
  fingerprint: z.string(),
  /** Milliseconds since 1970. */
  notAfter: z.number(),
  lastAt: z.number(),
  signIns: z.number(),
  lastSignInId: z.string(),
  /** Whether the last one was refused for being weak. */
  isRefused: z.boolean(),
  standing: standingSchema,
  /** Of the rule that found the person the last time; null where the log did not keep it. */
  source: z.string().nullable(),
  attribute: z.string().nullable(),
  /** Null in sign-ins from before they were told. */
  strongNames: strongNamesSchema.nullable(),
});
export type MappedCertificateView = z.infer<typeof mappedCertificateSchema>;

/** What is said of a person is said of the certificate they came with last. */
export const mappedPersonSchema = z.object({
  dn: z.string(),
  /** As the directory identifies them; null where nobody of that DN ever got in. */
  directoryId: z.string().nullable(),
  userName: z.string(),
  displayName: z.string(),
  standing: standingSchema,
  isLockedOut: z.boolean(),
  lastAt: z.number(),
  /** The last used first, at most 10. */
  certificates: z.array(mappedCertificateSchema),
});
export type MappedPersonView = z.infer<typeof mappedPersonSchema>;

export const mappingStrengthSchema = z.object({
  days: z.number(),
  people: z.object({
    total: z.number(),
    weak: z.number(),
    strong: z.number(),
    /** Of the strong ones those whose certificate carries their SID but who came by a weak rule. */
    bySid: z.number(),
    /** Of the weak ones those who were refused for it the last time. */
    refused: z.number(),
    /** Whom “require strong” would refuse by the rules it was judged by. */
    lockedOut: z.number(),
    /** Strong by the last certificate, but with another one that is weak. */
    withWeakCertificate: z.number(),
  }),
  /** Whether more sign-ins or people were there than are looked at; the newest are. */
  isCut: z.boolean(),
  /** Those who would be locked out first, then the weak ones, each with the last sign-in first. */
  listed: z.array(mappedPersonSchema),
});
export type MappingStrengthView = z.infer<typeof mappingStrengthSchema>;
