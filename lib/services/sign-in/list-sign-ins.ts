import { and, desc, eq, gte, or, type SQL, sql } from 'drizzle-orm';
import { type SignInFilter, type SignInPageView, signInFilterSchema } from '#lib/contracts/sign-in.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { signIns } from '#lib/db/schema.ts';
import { formatBlock, parseBlock } from '#lib/flow/block.ts';
import type { Context } from '#lib/services/context.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { requireViewer } from '#lib/services/require-actor.ts';
import { summaryOf } from '#lib/services/sign-in/log-row.ts';

/** A page of the log, the newest first. */
export async function listSignIns(ctx: Context, filter: SignInFilter): Promise<Outcome<SignInPageView>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(signInFilterSchema, filter);
  if (!parsed.ok) return parsed;
  const { limit, ...wanted } = parsed.value;
  const rows = await ctx.db
    .select({
      id: signIns.id,
      connectionId: signIns.connectionId,
      connectionName: signIns.connectionName,
      applicationName: signIns.applicationName,
      state: signIns.state,
      address: signIns.address,
      matched: signIns.matched,
      method: signIns.method,
      tries: signIns.tries,
      reason: signIns.reason,
      userName: signIns.userName,
      startedAt: signIns.startedAt,
      endedAt: signIns.endedAt,
    })
    .from(signIns)
    .where(and(...conditions(wanted)))
    .orderBy(desc(signIns.startedAt), desc(signIns.id))
    .limit(limit + 1);
  return success({ rows: rows.slice(0, limit).map(summaryOf), hasMore: rows.length > limit });
}

function conditions(wanted: Omit<SignInFilter, 'limit'>): (SQL | undefined)[] {
  const { connectionId, state, method, reason, text, since, before } = wanted;
  return [
    connectionId === undefined ? undefined : eq(signIns.connectionId, connectionId),
    state === undefined ? undefined : eq(signIns.state, state),
    method === undefined ? undefined : hasTry({ method }),
    reason === undefined ? undefined : or(eq(signIns.reason, reason), hasTry({ reason })),
    text === undefined || text === '' ? undefined : matches(text),
    since === undefined ? undefined : gte(signIns.startedAt, Number(since)),
    before === undefined
      ? undefined
      : sql`(${signIns.startedAt}, ${signIns.id}) < (${Number(before.startedAt)}::bigint, ${before.id})`,
  ];
}

function hasTry(facts: Readonly<Record<string, string>>): SQL {
  return sql`${signIns.tries} @> ${JSON.stringify([facts])}::jsonb`;
}

function matches(text: string): SQL | undefined {
  const block = parseBlock(text);
  if (block.ok && text.includes('/')) return sql`${signIns.address}::inet <<= ${formatBlock(block.value)}::inet`;
  const part = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return or(
    eq(signIns.id, text),
    sql`${signIns.userName} ilike ${part}`,
    sql`${signIns.address} ilike ${part}`,
    sql`${signIns.matched}->>'label' ilike ${part}`,
  );
}
