import { and, asc, gt, lte, sql } from 'drizzle-orm';
import { emptyChain } from '#lib/core/audit-chain.ts';
import { type AuditFileHeader, auditFileEnd, auditFileFormat } from '#lib/core/read-audit-file.ts';
import type { Queryable } from '#lib/db/database.ts';
import { audit, auditHead } from '#lib/db/schema.ts';

const rowsAtOnce = 500;
/** Bytes of before and after: entries with much in them come fewer at a time. */
const bytesAtOnce = 2 * 1024 * 1024;

/** The whole audit log as an export (lib/core/read-audit-file.ts), in pieces: each is read from the database when it is asked for. */
export async function* auditLines(db: Queryable, publicKey: string): AsyncGenerator<string, void> {
  const [found] = await db.select().from(auditHead);
  const { sequence, hash, at, signature } = found ?? { ...emptyChain, at: 0, signature: '' };
  const header: AuditFileHeader = { format: auditFileFormat, head: { sequence, hash, at, signature }, publicKey };
  yield `${JSON.stringify(header)}\n`;
  let last = 0;
  for (;;) {
    // What was written since belongs to a later head.
    const rows = await nextRows(db, last, sequence);
    if (rows.length === 0) break;
    yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    last = rows.at(-1)?.sequence ?? sequence;
  }
  yield `${JSON.stringify(auditFileEnd)}\n`;
}

async function nextRows(db: Queryable, last: number, end: number) {
  const sizes = await db
    .select({
      sequence: audit.sequence,
      bytes: sql<number>`coalesce(pg_column_size(${audit.before}), 0) + coalesce(pg_column_size(${audit.after}), 0)`,
    })
    .from(audit)
    .where(and(gt(audit.sequence, last), lte(audit.sequence, end)))
    .orderBy(asc(audit.sequence))
    .limit(rowsAtOnce);
  let until = last;
  let sum = 0;
  for (const { sequence, bytes } of sizes) {
    until = sequence;
    sum += bytes;
    if (sum >= bytesAtOnce) break;
  }
  return db
    .select({
      sequence: audit.sequence,
      at: audit.at,
      actor: audit.actor,
      verb: audit.verb,
      subject: audit.subject,
      before: audit.before,
      after: audit.after,
      previousHash: audit.previousHash,
      hash: audit.hash,
    })
    .from(audit)
    .where(and(gt(audit.sequence, last), lte(audit.sequence, until)))
    .orderBy(asc(audit.sequence));
}
