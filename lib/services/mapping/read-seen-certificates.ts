import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type CertificateSeen, certificateSeenSchema } from '#lib/contracts/sign-in.ts';
import { mappingSources } from '#lib/core/mapping-rule.ts';
import type { Database } from '#lib/db/database.ts';
import { people, signIns } from '#lib/db/schema.ts';
import { isMappingWeak } from '#lib/pki/mapping/is-mapping-weak.ts';

/** Rows of the log that one query takes up, and the most that are looked at, the newest first. */
const pageRows = 2_000;
const mostRows = 200_000;

/** One try with a certificate that led to a person: they got in, or were refused because the mapping was weak. */
export type SeenCertificate = {
  readonly signInId: string;
  readonly at: number;
  readonly isRefused: boolean;
  /** Who got in; undefined where refused. */
  readonly person: KnownPerson | undefined;
  readonly certificate: CertificateSeen;
};

export type KnownPerson = {
  readonly dn: string;
  readonly directoryId: string;
  readonly userName: string;
  readonly displayName: string;
};

const knownSchema = z.object({
  dn: z.string(),
  directoryId: z.string(),
  userName: z.string(),
  displayName: z.string().nullable(),
});

const rowSchema = z.object({
  id: z.string(),
  startedAt: z.coerce.number(),
  person: knownSchema.nullable(),
  isRefused: z.boolean().nullable(),
  certificate: z.unknown(),
  rule: z.string().nullable(),
});

type Wanted = { readonly connectionId: string; readonly since: number };
type Cursor = { readonly startedAt: number; readonly id: string };

/** The tries of a connection since a time, the newest first; `isCut` with the last page where older ones are left out. */
export async function* readSeenCertificates(
  db: Database,
  wanted: Wanted,
  { rows = pageRows, most = mostRows }: { readonly rows?: number; readonly most?: number } = {},
): AsyncGenerator<{ readonly seen: readonly SeenCertificate[]; readonly isCut: boolean }> {
  let before: Cursor | undefined;
  for (let taken = rows; ; taken += rows) {
    const page = await readPage(db, wanted, before, rows);
    const isFull = new Set(page.map(({ id }) => id)).size === rows;
    yield { seen: page.flatMap(seenOf), isCut: isFull && taken >= most };
    before = page.at(-1);
    if (!isFull || taken >= most || before === undefined) return;
  }
}

const person = sql`case when ${people.id} is not null then jsonb_build_object('dn', ${people.profile} ->> 'dn',
  'directoryId', ${people.directoryId}, 'userName', ${people.profile} ->> 'userName', 'displayName', ${people.profile} ->> 'displayName') end`;

/** A sign-in without such a try comes as one row all the same: the page goes on behind it. */
async function readPage(db: Database, { connectionId, since }: Wanted, before: Cursor | undefined, rows: number) {
  const older: SQL =
    before === undefined
      ? sql`true`
      : sql`(${signIns.startedAt}, ${signIns.id}) < (${before.startedAt}::bigint, ${before.id})`;
  const found = await db.execute(sql`
    with page as (
      select ${signIns.id} as id, ${signIns.startedAt} as started_at, ${signIns.personId} as person_id, ${signIns.tries} as tries from ${signIns}
      where ${signIns.connectionId} = ${connectionId} and ${signIns.startedAt} >= ${since} and ${older}
        and ${signIns.tries} @> '[{"method":"client-certificate"}]'::jsonb
      order by ${signIns.startedAt} desc, ${signIns.id} desc limit ${rows}
    )
    select page.id as id, started_at as "startedAt", ${person} as person, one ->> 'result' = 'refused' as "isRefused",
      one -> 'certificate' as certificate,
      split_part(jsonb_path_query_array(one, '$.steps[*] ? (@.step == "mapping" && @.isPassed == true).detail') ->> -1, ':', 1) as rule
    from page
    left join lateral (
      select value as one from jsonb_array_elements(tries)
      where value ->> 'method' = 'client-certificate' and jsonb_typeof(value -> 'certificate') = 'object'
        and (value ->> 'result' = 'accepted' or value ->> 'reason' = 'mapping-weak')
    ) as tried on true
    left join ${people} on ${people.id} = person_id and one ->> 'result' = 'accepted'
    order by started_at desc, page.id desc`);
  return z.array(rowSchema).parse(found.rows);
}

function seenOf(row: z.infer<typeof rowSchema>): SeenCertificate[] {
  const { data } = certificateSeenSchema.safeParse(row.certificate);
  if (data === undefined) return [];
  const certificate = data.mapped === undefined ? { ...data, ...ruleInWords(row.rule) } : data;
  const isRefused = row.isRefused === true;
  if (row.person === null && certificate.mapped?.dn === undefined) return [];
  const known = row.person === null ? undefined : { ...row.person, displayName: row.person.displayName ?? '' };
  return [{ signInId: row.id, at: row.startedAt, isRefused, person: known, certificate }];
}

/** Sign-ins from before connectors told the rule say it in the words of a step: `san-upn in userPrincipalName`. */
function ruleInWords(words: string | null): Pick<CertificateSeen, 'mapped'> {
  const [, name, attribute] = /^([a-z0-9-]+) in ([A-Za-z0-9-]+)$/.exec(words ?? '') ?? [];
  const source = mappingSources.find((one) => one === name);
  return source === undefined || attribute === undefined
    ? {}
    : { mapped: { source, attribute, isWeak: isMappingWeak({ source }) } };
}

/** People of a connection by DN, for those who were refused before they got in. */
export async function readPeopleByDn(
  db: Database,
  connectionId: string,
  dns: readonly string[],
): Promise<readonly KnownPerson[]> {
  if (dns.length === 0) return [];
  const wanted = sql.param(JSON.stringify(dns.map((dn) => dn.toLowerCase())));
  const found = await db.execute(sql`
    select ${person} as person from ${people}
    where ${people.connectionId} = ${connectionId}
      and lower(${people.profile} ->> 'dn') in (select jsonb_array_elements_text(${wanted}::jsonb))`);
  return z
    .array(z.object({ person: knownSchema }))
    .parse(found.rows)
    .map((row) => ({ ...row.person, displayName: row.person.displayName ?? '' }));
}
