import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { type AuditPageView, auditFilterSchema } from '#lib/contracts/audit.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { applications, audit, connectors, tickets } from '#lib/db/schema.ts';
import { summariesOf, summaryColumns } from '#lib/services/audit/audit-row.ts';
import type { Context } from '#lib/services/context.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

type Wanted = z.output<typeof auditFilterSchema>;
/** The table, or an alias of it. */
type AuditTable = Readonly<Record<'sequence' | 'at' | 'actorName' | 'verb' | 'subject', PgColumn>>;

/**
 * A page of the audit log, the newest entries first: in the order of the chain, which no clock decides; where days are asked for, in the order
 * of their times, so that they are one piece of the index.
 */
export async function listAudit(ctx: Context, filter: unknown): Promise<Outcome<AuditPageView>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(auditFilterSchema, filter);
  if (!parsed.ok) return parsed;
  const wanted = parsed.value;
  const rows = await ctx.db
    .select(summaryColumns)
    .from(audit)
    .where(wanted.connectionId === '' ? conditionsOn(audit, wanted) : belongsTo(wanted))
    .orderBy(...orderOf(audit, wanted))
    .limit(wanted.limit + 1);
  const shown = rows.slice(0, wanted.limit);
  return success({ rows: await summariesOf(ctx.db, shown), hasMore: rows.length > wanted.limit });
}

function isByTime({ since, until }: Wanted): boolean {
  return since !== undefined || until !== undefined;
}

function orderOf(table: AuditTable, wanted: Wanted): SQL[] {
  return isByTime(wanted) ? [desc(table.at), desc(table.sequence)] : [desc(table.sequence)];
}

function conditionsOn(table: AuditTable, wanted: Wanted): SQL | undefined {
  const { who, verb, subject, since, until, before } = wanted;
  return and(
    who === '' ? undefined : eq(table.actorName, who.includes('@') ? who.toLowerCase() : who),
    verb === '' ? undefined : eq(table.verb, verb),
    subject === '' ? undefined : eq(table.subject, subject),
    since === undefined ? undefined : gte(table.at, since),
    until === undefined ? undefined : lt(table.at, until),
    before === undefined ? undefined : isBehind(table, before, wanted),
  );
}

function isBehind(table: AuditTable, before: number, wanted: Wanted): SQL {
  if (!isByTime(wanted)) return lt(table.sequence, before);
  const last = alias(audit, 'last');
  return sql`(${table.at}, ${table.sequence}) < (select ${last.at}, ${last.sequence} from ${audit} "last" where ${last.sequence} = ${before})`;
}

/** The newest of each thing of the connection, looked up thing by thing: PostgreSQL cannot know whether their entries are many or few. */
function belongsTo(wanted: Wanted): SQL {
  const { connectionId, limit } = wanted;
  const inside = [connectors, tickets, applications].map(
    (table) => sql`select ${table.id} from ${table} where ${table.connectionId} = ${connectionId}`,
  );
  const one = alias(audit, 'one');
  const conditions = and(sql`${one.subject} = things.id`, conditionsOn(one, wanted));
  return sql`${audit.sequence} in (
    select newest.sequence
    from (select ${connectionId}::text as id union all ${sql.join(inside, sql` union all `)}) as things
    cross join lateral (
      select ${one.sequence} as sequence from ${audit} "one" where ${conditions}
      order by ${sql.join(orderOf(one, wanted), sql`, `)} limit ${limit + 1}
    ) as newest
  )`;
}
