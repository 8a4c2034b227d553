import { z } from 'zod';
import { personSchema, reasonSchema, resultStepSchema } from '#lib/wire/method-result.ts';

/*
 * What a connector found out in a dry run: the steps of a real sign-in, taken by the same code, each with its facts as data.
 */

const text = (max: number) => z.string().max(max);
/** Milliseconds since 1970. */
const moment = z.number();

const certificateNameSchema = z.strictObject({ name: text(500), fingerprint: text(64) });

export const stepFactsSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('path'),
    /** Null where the path is accepted. */
    refusal: reasonSchema.nullable(),
    /** Of the refusal; 0 is the person's own certificate. */
    depth: z.number().int().nonnegative(),
    message: text(1_000),
    /** From the person's certificate to the one that is trusted; empty where refused. */
    path: z.array(certificateNameSchema).max(20),
  }),
  z.strictObject({
    kind: z.literal('revocation'),
    /** From the person's certificate upwards; the root is not looked up. */
    certificates: z
      .array(
        z.strictObject({
          name: text(500),
          state: z.enum(['good', 'revoked', 'unknown', 'off']),
          /** Which list or answer said so. */
          by: text(500).optional(),
          /** When that was made, and until when it counts. */
          from: moment.optional(),
          until: moment.optional(),
          detail: text(1_000),
        }),
      )
      .max(20),
  }),
  z.strictObject({
    kind: z.literal('mapping'),
    source: text(40),
    attribute: text(100),
    /** What stands in the certificate, what is looked for, and how; absent where the rule cannot be used. */
    raw: text(1_000).optional(),
    normalised: text(1_000).optional(),
    filter: text(2_000).optional(),
  }),
  z.strictObject({
    kind: z.literal('hits'),
    filter: text(2_000),
    /** At most two are fetched. */
    dns: z.array(text(2_000)).max(2),
    /** What the directory says of how the account stands, where one was found; empty: nothing. */
    standing: z.array(z.strictObject({ attribute: text(100), value: text(200) })).max(10),
  }),
]);
export type StepFacts = z.infer<typeof stepFactsSchema>;

const dryRunStepSchema = resultStepSchema.extend({ facts: stepFactsSchema.optional() });
export type DryRunStep = z.infer<typeof dryRunStepSchema>;

const steps = z.array(dryRunStepSchema).max(64);

/** One way through: with the certificates, or the account of a name. */
export const dryRunWaySchema = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('accepted'), person: personSchema, steps }),
  z.strictObject({ result: z.literal('refused'), reason: reasonSchema, detail: text(1_000), steps }),
  z.strictObject({ result: z.literal('unavailable'), reason: reasonSchema, detail: text(1_000), steps }),
]);
export type DryRunWay = z.infer<typeof dryRunWaySchema>;

export const dryRunReportSchema = z.strictObject({
  /** The revision it was judged by; null where settings were given. */
  revision: z.number().int().positive().nullable(),
  /** When validity was judged, and when revocation and the directory were looked at: by the connector's clock. */
  at: moment,
  now: moment,
  /** How the certificates would fare; null where none were given. */
  certificate: dryRunWaySchema.nullable(),
  /** How the account of the name stands, without any password; null where no name was given. */
  account: dryRunWaySchema.nullable(),
});
export type DryRunReport = z.infer<typeof dryRunReportSchema>;

export const dryRunOutcomeSchema = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('reported'), report: dryRunReportSchema }),
  z.strictObject({ result: z.literal('unavailable'), reason: reasonSchema, detail: text(1_000) }),
]);
export type DryRunOutcome = z.infer<typeof dryRunOutcomeSchema>;
