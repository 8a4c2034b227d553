import { z } from 'zod';
import { openCompact, type SignBytes, signCompact, type VerifyBytes } from '#lib/wire/compact-jws.ts';
import { dryRunOutcomeSchema } from '#lib/wire/dry-run-report.ts';

/** A dry run's outcome with what it is bound to. */
const boundDryRunSchema = z.object({
  /** The connector that says it. */
  iss: z.string().max(64),
  connectionId: z.string().max(64),
  /** The question it answers. */
  answers: z.string().max(100),
  /** Seconds since 1970. */
  iat: z.number(),
  outcome: dryRunOutcomeSchema,
});
export type BoundDryRun = z.infer<typeof boundDryRunSchema>;

/** Another than that of a result: a dry run must never pass for a sign-in (RFC 8725 section 3.11). */
const typ = 'gatehouse-dry-run+jwt';

/** The connector's word, signed with its identity key (RFC 7515, ES256). */
export function signDryRun(result: BoundDryRun, identityKey: SignBytes): string {
  return signCompact(result, typ, identityKey);
}

/** Undefined where the signature or the form is wrong. */
export function openSignedDryRun(signed: string, connectorKey: VerifyBytes): BoundDryRun | undefined {
  return boundDryRunSchema.safeParse(openCompact(signed, typ, connectorKey)).data;
}
