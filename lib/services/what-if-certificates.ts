import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { certificateSeenSchema, stepSchema } from '#lib/contracts/sign-in.ts';
import type { Database } from '#lib/db/database.ts';
import { signIns } from '#lib/db/schema.ts';
import type { SeenCertificate } from '#lib/flow/what-if-certificate.ts';

const trySchema = z.object({ certificate: certificateSeenSchema, steps: z.array(stepSchema) });

/** The facts of the certificates that let somebody in: `wanted` holds the sign-in to read for each key. One that cannot be read is left out. */
export async function readWhatIfCertificates(
  db: Database,
  wanted: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, SeenCertificate>> {
  if (wanted.size === 0) return new Map();
  const ids = sql.param(JSON.stringify([...wanted.values()]));
  const found = await db.execute(sql`
    select coalesce(json_agg(json_build_array(${signIns.id}, ${signIns.tries} -> -1)), '[]')::text as rows from ${signIns}
    where ${signIns.id} in (select jsonb_array_elements_text(${ids}::jsonb))`);
  const [{ rows }] = z.tuple([z.object({ rows: z.string() })]).parse(found.rows);
  const tries = new Map(z.array(z.tuple([z.string(), z.unknown()])).parse(JSON.parse(rows)));
  const seen = new Map<string, SeenCertificate>();
  for (const [key, id] of wanted) {
    const { data } = trySchema.safeParse(tries.get(id));
    if (data !== undefined) seen.set(key, seenOf(data));
  }
  return seen;
}

/** The words of the steps are the connector's: connector/sign-in. */
function seenOf({ certificate, steps }: z.infer<typeof trySchema>): SeenCertificate {
  const { fingerprint, issuer, mapped, strongNames } = certificate;
  const wordsOf = (name: string) => steps.find(({ step }) => step === name)?.detail;
  const [, ...path] = wordsOf('path')?.split(' ← ') ?? [];
  const found = steps.findLast(({ step, isPassed }) => step === 'mapping' && isPassed)?.detail ?? '';
  return {
    ...{ fingerprint, issuer, path },
    // Sign-ins from before connectors told the rule say it in the words of a step.
    rule: mapped === undefined ? (found.split(':')[0] ?? '') : `${mapped.source} in ${mapped.attribute}`,
    sid: strongNames === undefined ? 'unknown' : strongNames.sid === undefined ? 'absent' : 'present',
    revocation: revocationOf(wordsOf('revocation')),
  };
}

function revocationOf(words: string | undefined): SeenCertificate['revocation'] {
  if (words === undefined || words.startsWith('Not looked up')) return 'not-looked-up';
  return words.startsWith('Let in without knowing') ? 'unknown' : 'known';
}
