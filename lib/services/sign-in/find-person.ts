import { eq } from 'drizzle-orm';
import { people } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import { type Person, personSchema } from '#lib/wire/method-result.ts';

export type KnownPerson = {
  /** The subject that applications know. */
  readonly id: string;
  readonly connectionId: string;
  /** As the directory described them when they signed in last. */
  readonly profile: Person;
};

/** Whom a subject means; undefined where nobody of that id ever signed in. */
export async function findPerson(ctx: Context, personId: string): Promise<KnownPerson | undefined> {
  requireSystemOrThrow(ctx);
  if (!isId(personId)) return undefined;
  const [row] = await ctx.db.select().from(people).where(eq(people.id, personId));
  if (row === undefined) return undefined;
  return { id: row.id, connectionId: row.connectionId, profile: personSchema.parse(row.profile) };
}
