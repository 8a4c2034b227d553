import { eq } from 'drizzle-orm';
import type { SignInView } from '#lib/contracts/sign-in.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { people, signIns } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { requireViewer } from '#lib/services/require-actor.ts';
import { personOf, summaryOf } from '#lib/services/sign-in/log-row.ts';

/** One sign-in with its decision and every try, by its incident id. */
export async function readSignIn(ctx: Context, signInId: string): Promise<Outcome<SignInView>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  if (!isId(signInId)) return unknownIncident();
  const [found] = await ctx.db
    .select({ row: signIns, profile: people.profile })
    .from(signIns)
    .leftJoin(people, eq(people.id, signIns.personId))
    .where(eq(signIns.id, signInId));
  if (found === undefined) return unknownIncident();
  const { row, profile } = found;
  return success({
    ...summaryOf(row),
    via: [...row.via],
    methods: row.methods,
    matched: row.matched,
    revision: row.revision,
    sentence: row.sentence,
    reasonCodes: [...row.reasonCodes],
    tries: [...row.tries],
    person: personOf(profile),
  });
}

function unknownIncident() {
  return failure('not-found', 'No sign-in has this incident id. They are kept for 90 days.');
}
