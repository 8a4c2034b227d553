import { z } from 'zod';

/*
 * What a connector says of one try of one method. It travels signed by the connector (signed-result.ts), in answer to a question of
 * Gatehouse's (password) or to a request that a browser brought (client certificate, Kerberos).
 */

const text = (max: number) => z.string().max(max);
/** Reasons are open names: a connector may be newer than the Gatehouse that reads it. */
export const reasonSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

/** A directory user, as far as Gatehouse gets to know them. */
export const personSchema = z.strictObject({
  /** Stays the same when the person is renamed: objectGUID or entryUUID in hexadecimal, else the DN. */
  directoryId: text(500).min(1),
  dn: text(2_000),
  /** What the person types: sAMAccountName or uid. */
  userName: text(256),
  displayName: text(500).optional(),
  givenName: text(256).optional(),
  familyName: text(256).optional(),
  email: text(320).optional(),
  userPrincipalName: text(500).optional(),
  /** Names of groups, nested ones included, sorted. */
  groups: z.array(text(300)).max(2_000),
  /** Whether there are more groups than could be told. */
  groupsCut: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;

/** By what a certificate can be mapped strongly: see lib/pki/mapping/strong-names.ts. */
const strongNamesSchema = z.strictObject({
  'issuer-serial': text(4_000).optional(),
  'subject-key-id': text(4_000).optional(),
  'sha1-public-key': text(4_000).optional(),
  sid: text(200).optional(),
});

/** Which rule led from the certificate to a person. */
const mappedSchema = z.strictObject({
  source: text(40),
  attribute: text(100),
  isWeak: z.boolean(),
  /** Whom it led to, where the person was refused all the same. */
  dn: text(2_000).optional(),
});
export type Mapped = z.infer<typeof mappedSchema>;

/** What a person's certificate says, for the log and for the page that explains. */
export const certificateFactsSchema = z.strictObject({
  name: text(500),
  subject: text(2_000),
  issuer: text(2_000),
  /** Hexadecimal. */
  serial: text(200),
  /** Milliseconds since 1970. */
  notBefore: z.number(),
  notAfter: z.number(),
  /** SHA-256, lower-case hexadecimal. */
  fingerprint: text(64),
  strongNames: strongNamesSchema.optional(),
  /** Absent where no rule led to anybody. */
  mapped: mappedSchema.optional(),
});
export type CertificateFacts = z.infer<typeof certificateFactsSchema>;

/** One step of a try, in the order they were taken. */
export const resultStepSchema = z.strictObject({
  step: z.enum(['request', 'tls', 'path', 'revocation', 'ticket', 'mapping', 'directory', 'password', 'groups']),
  isPassed: z.boolean(),
  /** Facts for an administrator: a filter, a number of hits, an address. Never a secret. */
  detail: text(1_000),
  tookMs: z.number().nonnegative(),
});
export type ResultStep = z.infer<typeof resultStepSchema>;

const shared = {
  steps: z.array(resultStepSchema).max(32),
  certificate: certificateFactsSchema.optional(),
  /** The Kerberos principal, or the user name that was typed. */
  claimedName: text(500).optional(),
};

/**
 * `accepted` names the person. `refused` is definite: asking another connector would give the same answer, and would count twice against
 * a lock-out. `unavailable` says nothing about the person: another connector may be asked.
 */
export const methodResultSchema = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('accepted'), person: personSchema, ...shared }),
  z.strictObject({ result: z.literal('refused'), reason: reasonSchema, detail: text(1_000), ...shared }),
  z.strictObject({ result: z.literal('unavailable'), reason: reasonSchema, detail: text(1_000), ...shared }),
]);
export type MethodResult = z.infer<typeof methodResultSchema>;
