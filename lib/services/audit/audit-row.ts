import { inArray, type SQL, sql } from 'drizzle-orm';
import type { AuditFacts, AuditSubject, AuditSummaryView } from '#lib/contracts/audit.ts';
import type { Queryable } from '#lib/db/database.ts';
import { administrators, applications, audit, connections, connectors } from '#lib/db/schema.ts';

/** Texts out of what was before and after; a whole draft stands in some entries and is left in the database. */
const factColumns = {
  name: sql<string | null>`${audit.after}->>'name'`,
  formerName: sql<string | null>`${audit.before}->>'name'`,
  revision: sql<string | null>`${audit.after}->>'revision'`,
  role: sql<string | null>`${audit.after}->>'role'`,
  formerRole: sql<string | null>`${audit.before}->>'role'`,
  email: sql<string | null>`${audit.after}->>'email'`,
  formerEmail: sql<string | null>`${audit.before}->>'email'`,
  entries: sql<string | null>`${audit.after}->>'entries'`,
  connectionId: sql<string | null>`coalesce(${audit.after}->>'connectionId', ${audit.before}->>'connectionId')`,
} satisfies Record<string, SQL>;

export const summaryColumns = {
  sequence: audit.sequence,
  at: audit.at,
  actor: audit.actor,
  actorName: audit.actorName,
  verb: audit.verb,
  subject: audit.subject,
  ...factColumns,
};

type SummaryRow = Pick<typeof audit.$inferSelect, 'sequence' | 'at' | 'actor' | 'actorName' | 'verb' | 'subject'> &
  Readonly<Record<keyof typeof factColumns, string | null>>;

/** With the things called by the names they have now, or had at last. */
export async function summariesOf(db: Queryable, rows: readonly SummaryRow[]): Promise<AuditSummaryView[]> {
  const ids = rows.flatMap(({ subject, connectionId, actor }) => [subject, connectionId ?? '', actor['id'] ?? '']);
  const known = await findSubjects(db, [...new Set(ids)]);
  return rows.map((row) => {
    const { sequence, at, actor, actorName, verb, subject } = row;
    const facts: AuditFacts = {};
    for (const name of Object.keys(factColumns) as (keyof typeof factColumns)[]) {
      const text = row[name];
      if (text !== null) facts[name] = text.slice(0, 200);
    }
    return {
      sequence,
      at,
      actorKind: actor['kind'] ?? '',
      actorName: actorName ?? '',
      actorTitle: known.get(actor['id'] ?? '')?.title ?? null,
      verb,
      subject: subjectOf(row, subject, known),
      facts,
    };
  });
}

function subjectOf(row: SummaryRow, id: string, known: ReadonlyMap<string, Known>): AuditSubject {
  const found = known.get(id);
  if (found !== undefined) return plain(found);
  const owner = known.get(row.connectionId ?? '');
  // A ticket has no name of its own.
  if (row.verb === 'createTicket' && owner !== undefined) return plain(owner);
  const name = row.formerName ?? row.name ?? row.formerEmail ?? row.email;
  return { id, kind: kindsByPrefix[id.split('_', 1)[0] ?? ''] ?? 'other', name, connectionId: owner?.id ?? null };
}

function plain({ id, kind, name, connectionId }: Known): AuditSubject {
  return { id, kind, name, connectionId };
}

/** What ids begin with. */
const kindsByPrefix: Readonly<Record<string, AuditSubject['kind']>> = {
  con: 'connection',
  cnr: 'connector',
  app: 'application',
  adm: 'administrator',
};

type Known = AuditSubject & { readonly title: string };

async function findSubjects(db: Queryable, ids: readonly string[]): Promise<Map<string, Known>> {
  const wanted = [...ids];
  const found = new Map<string, Known>();
  const put = (kind: AuditSubject['kind'], id: string, name: string, connectionId: string | null, title = name) =>
    found.set(id, { id, kind, name, connectionId, title });
  if (wanted.length === 0) return found;
  for (const { id, name } of await db
    .select({ id: connections.id, name: connections.name })
    .from(connections)
    .where(inArray(connections.id, wanted)))
    put('connection', id, name, id);
  for (const { id, name, connectionId } of await db
    .select({ id: connectors.id, name: connectors.name, connectionId: connectors.connectionId })
    .from(connectors)
    .where(inArray(connectors.id, wanted)))
    put('connector', id, name, connectionId);
  for (const { id, name, connectionId } of await db
    .select({ id: applications.id, name: applications.name, connectionId: applications.connectionId })
    .from(applications)
    .where(inArray(applications.id, wanted)))
    put('application', id, name, connectionId);
  for (const { id, email, name } of await db
    .select({ id: administrators.id, email: administrators.email, name: administrators.name })
    .from(administrators)
    .where(inArray(administrators.id, wanted)))
    put('administrator', id, email, null, name);
  return found;
}
