import { asc, eq, gt } from 'drizzle-orm';
import { type ChainPlace, emptyChain, hashAuditEntry } from '#lib/core/audit-chain.ts';
import type { Queryable } from '#lib/db/database.ts';
import { audit } from '#lib/db/schema.ts';

/** Entries can be large: a draft's settings stand in one. */
const rowsAtOnce = 200;

/** Chains what was written before there was a chain. That nobody changed it before, these hashes cannot tell. */
export async function chainOldEntries(
  tx: Queryable,
): Promise<{ readonly place: ChainPlace; readonly entries: number }> {
  let place = emptyChain;
  let entries = 0;
  for (;;) {
    const rows = await tx
      .select()
      .from(audit)
      .where(gt(audit.sequence, place.sequence))
      .orderBy(asc(audit.sequence))
      .limit(rowsAtOnce);
    for (const row of rows) {
      const previousHash = place.hash;
      const hash = await hashAuditEntry({ ...row, previousHash });
      if (hash === undefined) throw new Error(`Entry ${row.sequence} of the audit cannot be written in one way only.`);
      await tx.update(audit).set({ previousHash, hash }).where(eq(audit.sequence, row.sequence));
      place = { sequence: row.sequence, hash };
    }
    entries += rows.length;
    if (rows.length < rowsAtOnce) return { place, entries };
  }
}
