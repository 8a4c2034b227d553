import { eq } from 'drizzle-orm';
import type { MappedPersonView, MappingStrengthInput } from '#lib/contracts/mapping-strength.ts';
import { settingsSchema } from '#lib/contracts/settings.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { connections } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { collectMappedPeople } from '#lib/services/mapping/collect-mapped-people.ts';
import { readPeopleByDn, readSeenCertificates } from '#lib/services/mapping/read-seen-certificates.ts';
import { noSuchConnection } from '#lib/services/read-connection-facts.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

const dayMs = 86_400_000;

export type MappedPeople = {
  readonly connectionName: string;
  readonly people: readonly MappedPersonView[];
  readonly isCut: boolean;
};

/** Everybody who came with a certificate in the last days. */
export async function findMappedPeople(
  ctx: Context,
  { connectionId, days, rules }: Pick<MappingStrengthInput, 'connectionId' | 'rules'> & { readonly days: number },
): Promise<Outcome<MappedPeople>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  if (!isId(connectionId)) return noSuchConnection();
  const [connection] = await ctx.db
    .select({ name: connections.name, draft: connections.draft })
    .from(connections)
    .where(eq(connections.id, connectionId));
  if (connection === undefined) return noSuchConnection();
  const collected = collectMappedPeople();
  let isCut = false;
  for await (const page of readSeenCertificates(ctx.db, { connectionId, since: ctx.now() - days * dayMs })) {
    for (const seen of page.seen) collected.add(seen);
    isCut = page.isCut;
  }
  for (const person of await readPeopleByDn(ctx.db, connectionId, collected.unknownDns())) collected.tell(person);
  return success({
    connectionName: connection.name,
    people: collected.people(rules ?? settingsSchema.parse(connection.draft).mapping),
    isCut: isCut || collected.isFull(),
  });
}
