import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { methodSchema } from '#lib/contracts/settings.ts';
import type { Database } from '#lib/db/database.ts';
import { signIns } from '#lib/db/schema.ts';
import type { SeenCertificate } from '#lib/flow/what-if-certificate.ts';
import type { Observation } from '#lib/flow/what-if-changes.ts';
import { readWhatIfCertificates } from '#lib/services/what-if-certificates.ts';

/** Rows of the log that one query takes up (few enough that sign-ins need not wait for them), and the most that are looked at, the newest first. */
const pageRows = 10_000;
const mostRows = 500_000;

export type WhatIfPage = {
  /** Sign-ins that came and ended alike are one; the newest first. */
  readonly seen: readonly Observation[];
  /** Whether older sign-ins are left out because there are too many; said with the last page. */
  readonly isCut: boolean;
};

type Wanted = { readonly connectionId: string; readonly since: number };
type Cursor = { readonly startedAt: number; readonly id: string };

/** `id` and `startedAt` of the newest of `many` sign-ins that came and ended alike. */
const groupSchema = z
  .tuple([
    z.string(),
    z.number(),
    z.number(),
    z.string(),
    z.array(methodSchema),
    methodSchema.nullable(),
    z.boolean(),
    z.string().nullable(),
    z.string().nullable(),
    z.string().nullable(),
  ])
  .transform(([id, startedAt, many, address, methods, method, isIn, personId, userName, fingerprint]) => ({
    ...{ id, startedAt, many, address, methods, method, isIn, personId, userName, fingerprint },
  }));
type Group = z.infer<typeof groupSchema>;

const pageSchema = z.object({
  /** As text: a row of its own for each group costs twice as much. */
  groups: z.string().transform((text) => z.array(groupSchema).parse(JSON.parse(text))),
  many: z.coerce.number(),
  /** The oldest of the page. */
  id: z.string().nullable(),
  startedAt: z.coerce.number(),
});

/**
 * The log of a connection since a time, page by page. Cost: the database reads each row of the log once, by an index, and in rows with a
 * certificate its fingerprint; what leaves the database, and all that is done with it here, grows with the different people,
 * addresses and certificates of each page and not with its rows. The facts of a certificate are read once a person, of the newest sign-in
 * with it.
 */
export async function* readWhatIfPages(
  db: Database,
  wanted: Wanted,
  { rows = pageRows, most = mostRows }: { readonly rows?: number; readonly most?: number } = {},
): AsyncGenerator<WhatIfPage> {
  const known = new Map<string, SeenCertificate>();
  let before: Cursor | undefined;
  for (let taken = rows; ; taken += rows) {
    const { groups, many, id, startedAt } = await readPage(db, wanted, before, rows);
    const newest = new Map<string, string>();
    for (const group of groups) {
      const key = certificateKey(group);
      if (key !== undefined && !known.has(key) && !newest.has(key)) newest.set(key, group.id);
    }
    for (const [key, seen] of await readWhatIfCertificates(db, newest)) known.set(key, seen);
    const last = many === rows && id !== null ? { id, startedAt } : undefined;
    const isCut = last !== undefined && taken >= most && (await hasOlder(db, wanted, last));
    yield { seen: groups.map((group) => observationOf(group, known.get(certificateKey(group) ?? ''))), isCut };
    if (last === undefined || taken >= most) return;
    before = last;
  }
}

/** The times alone again, beside the pairs of time and id: an index can begin with them. */
function older({ connectionId, since }: Wanted, before: Cursor | undefined): SQL {
  const conditions = [
    sql`${signIns.connectionId} = ${connectionId} and ${signIns.state} <> 'open' and ${signIns.startedAt} >= ${since}::bigint`,
    ...(before === undefined
      ? []
      : [
          sql`${signIns.startedAt} <= ${before.startedAt}::bigint`,
          sql`(${signIns.startedAt}, ${signIns.id}) < (${before.startedAt}::bigint, ${before.id})`,
        ]),
  ];
  return sql.join(conditions, sql` and `);
}

async function hasOlder(db: Database, wanted: Wanted, last: Cursor): Promise<boolean> {
  const found = await db.execute(sql`select 1 from ${signIns} where ${older(wanted, last)} limit 1`);
  return found.rows.length > 0;
}

/** The page begins after the last row of the one before: nothing that comes meanwhile shifts it. The try that let the person in is the last one. */
async function readPage(db: Database, wanted: Wanted, before: Cursor | undefined, rows: number) {
  const found = await db.execute(sql`
    with page as materialized (
      select ${signIns.id} as id, ${signIns.startedAt} as started_at, ${signIns.address} as address, ${signIns.methods} as methods,
        ${signIns.method} as method, ${signIns.state} = 'signed-in' as is_in, ${signIns.personId} as person_id, ${signIns.userName} as user_name,
        case when ${signIns.method} = 'client-certificate' and ${signIns.state} = 'signed-in'
          then ${signIns.tries} #>> '{-1,certificate,fingerprint}' end as fingerprint
      from ${signIns} where ${older(wanted, before)} order by ${signIns.startedAt} desc, ${signIns.id} desc limit ${rows}
    ), grouped as (
      select max(array[lpad(started_at::text, 20, '0'), id]) as newest, max(started_at) as newest_at, count(*) as many,
        address, methods, method, is_in, person_id, user_name, fingerprint
      from page group by address, methods, method, is_in, person_id, user_name, fingerprint
    )
    select (select coalesce(json_agg(json_build_array(newest[2], newest_at, many, address, methods, method, is_in, person_id, user_name,
        fingerprint) order by newest desc), '[]')::text from grouped) as groups, count(*) as many,
      (array_agg(id order by started_at, id))[1] as id, coalesce(min(started_at), 0) as "startedAt"
    from page`);
  const [page] = z.tuple([pageSchema]).parse(found.rows);
  return page;
}

/** A person's certificate; undefined where none let anybody in. */
function certificateKey({ personId, userName, fingerprint }: Group): string | undefined {
  return fingerprint === null ? undefined : `${fingerprint} ${personId ?? userName ?? ''}`;
}

function observationOf(group: Group, certificate: SeenCertificate | undefined): Observation {
  const { address, methods, method, isIn, many, personId, userName, startedAt } = group;
  // Where the person was forgotten since, the name is all there is.
  const id = personId ?? (userName === null ? null : `name ${userName}`);
  return {
    address,
    person: isIn && id !== null ? { id, name: userName ?? id } : undefined,
    used: method ?? undefined,
    signIns: isIn ? many : 0,
    attempts: isIn ? 0 : many,
    lastAt: startedAt,
    recordedMethods: methods,
    certificate,
  };
}
