import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { methodSchema } from '#lib/contracts/settings.ts';
import type { Database } from '#lib/db/database.ts';
import { signIns } from '#lib/db/schema.ts';
import type { Observation } from '#lib/flow/what-if-changes.ts';

/** Rows of the log that one query takes up (few enough that sign-ins need not wait for them), and the most that are looked at, the newest first. */
const pageRows = 10_000;
const mostRows = 500_000;

export type WhatIfPage = {
  readonly seen: readonly Observation[];
  /** Whether older sign-ins are left out because there are too many; said with the last page. */
  readonly isCut: boolean;
};

type Wanted = { readonly connectionId: string; readonly since: number };
type Cursor = { readonly startedAt: number; readonly id: string };

const cursorSchema = z.object({ startedAt: z.coerce.number(), id: z.string() });

const rowSchema = z.object({
  address: z.string(),
  methods: z.array(methodSchema),
  method: methodSchema.nullable(),
  userName: z.string().nullable(),
  isIn: z.boolean(),
  issuer: z.string().nullable(),
  path: z.string().nullable(),
  rule: z.string().nullable(),
  revocation: z.enum(['known', 'unknown', 'not-looked-up']),
  count: z.coerce.number(),
  lastAt: z.coerce.number(),
});

/** The log of a connection since a time, the newest first: a page is read whole, and comes grouped by what decides. */
export async function* readWhatIfPages(
  db: Database,
  wanted: Wanted,
  { rows = pageRows, most = mostRows }: { readonly rows?: number; readonly most?: number } = {},
): AsyncGenerator<WhatIfPage> {
  let before: Cursor | undefined;
  for (let taken = rows; ; taken += rows) {
    // The page begins after the last row of the one before, and ends at a row of its own: nothing that comes meanwhile shifts it.
    const last = await lastOfPage(db, wanted, before, rows);
    const seen = await readPage(db, wanted, before, last);
    const isCut = last !== undefined && taken >= most && (await hasOlder(db, wanted, last));
    yield { seen, isCut };
    if (last === undefined || taken >= most) return;
    before = last;
  }
}

/** The times alone again, beside the pairs of time and id: an index can begin and end with them. */
function within({ connectionId, since }: Wanted, before: Cursor | undefined, last?: Cursor): SQL {
  const place = sql`(${signIns.startedAt}, ${signIns.id})`;
  const conditions = [
    sql`${signIns.connectionId} = ${connectionId} and ${signIns.state} <> 'open'`,
    sql`${signIns.startedAt} >= ${Math.max(since, last?.startedAt ?? since)}::bigint`,
    ...(before === undefined
      ? []
      : [
          sql`${signIns.startedAt} <= ${before.startedAt}::bigint`,
          sql`${place} < (${before.startedAt}::bigint, ${before.id})`,
        ]),
    ...(last === undefined ? [] : [sql`${place} >= (${last.startedAt}::bigint, ${last.id})`]),
  ];
  return sql.join(conditions, sql` and `);
}

/** The row that a full page ends with; undefined for the last page. */
async function lastOfPage(
  db: Database,
  wanted: Wanted,
  before: Cursor | undefined,
  rows: number,
): Promise<Cursor | undefined> {
  const found = await db.execute(sql`
    select ${signIns.startedAt} as "startedAt", ${signIns.id} as id from ${signIns}
    where ${within(wanted, before)} order by ${signIns.startedAt} desc, ${signIns.id} desc offset ${rows - 1} limit 1`);
  return z.array(cursorSchema).parse(found.rows)[0];
}

async function hasOlder(db: Database, wanted: Wanted, last: Cursor): Promise<boolean> {
  const found = await db.execute(sql`select 1 from ${signIns} where ${within(wanted, last)} limit 1`);
  return found.rows.length > 0;
}

/** The try that let the person in is the last one. The steps' words are the connector's: connector/sign-in. */
async function readPage(
  db: Database,
  wanted: Wanted,
  before: Cursor | undefined,
  last: Cursor | undefined,
): Promise<Observation[]> {
  // “offset 0” keeps the parts from being worked out again for each of their uses.
  const found = await db.execute(sql`
    with facts as (
      select ${signIns.address} as address, ${signIns.methods} as methods, ${signIns.method} as method,
        ${signIns.state} = 'signed-in' as is_in, ${signIns.startedAt} as started_at,
        case when ${signIns.state} = 'signed-in' then ${signIns.userName} end as user_name,
        tried.one -> 'certificate' ->> 'issuer' as issuer,
        jsonb_path_query_first(tried.one, '$.steps[*] ? (@.step == "path").detail') #>> '{}' as path,
        split_part(jsonb_path_query_array(tried.one, '$.steps[*] ? (@.step == "mapping" && @.isPassed == true).detail') ->> -1, ':', 1) as rule,
        jsonb_path_query_first(tried.one, '$.steps[*] ? (@.step == "revocation").detail') #>> '{}' as revocation
      from ${signIns} cross join lateral (
        select case when ${signIns.method} = 'client-certificate' then ${signIns.tries} -> -1 end as one offset 0
      ) tried
      where ${within(wanted, before, last)} offset 0
    )
    select address, methods, method, user_name as "userName", is_in as "isIn", issuer,
      substring(path from position(' ← ' in path) + 3) as path, rule,
      case when revocation is null or revocation like 'Not looked up%' then 'not-looked-up'
        when revocation like 'Let in without knowing%' then 'unknown' else 'known' end as revocation,
      count(*) as count, max(started_at) as "lastAt"
    from facts group by 1, 2, 3, 4, 5, 6, 7, 8, 9`);
  return z.array(rowSchema).parse(found.rows).map(observationOf);
}

function observationOf(row: z.infer<typeof rowSchema>): Observation {
  const { address, methods, method, isIn, count, lastAt, issuer } = row;
  return {
    address,
    person: row.userName ?? undefined,
    used: method ?? undefined,
    signIns: isIn ? count : 0,
    attempts: isIn ? 0 : count,
    lastAt,
    recordedMethods: methods,
    ...(issuer === null
      ? {}
      : {
          certificate: {
            issuer,
            path: row.path === null || row.path === '' ? [] : row.path.split(' ← '),
            rule: row.rule ?? '',
            revocation: row.revocation,
          },
        }),
  };
}
