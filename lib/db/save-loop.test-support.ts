import { writeSync } from 'node:fs';
import { eq, sql } from 'drizzle-orm';
import { emptySettings } from '#lib/contracts/settings.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { audit, connections } from '#lib/db/schema.ts';

/*
 * Started as a process of its own, with a data directory: saves drafts until it is killed, and prints the number of each save after the
 * store has acknowledged it.
 */

const { db } = await openDatabase({ dataDirectory: process.argv[2] ?? '' });
await db
  .insert(connections)
  .values({ id: 'con_1', name: 'x', createdAt: 1, draft: emptySettings, draftUpdatedAt: 1 })
  .onConflictDoNothing();
const entry = { actor: { kind: 'system' }, verb: 'saveDraft', previousHash: '', hash: '' };
const [row] = await db
  .select({ version: connections.draftVersion })
  .from(connections)
  .where(eq(connections.id, 'con_1'));
for (let number = (row?.version ?? 0) + 1; ; number += 1) {
  await db.transaction(async (tx) => {
    const draft = { ...emptySettings, networks: [{ block: '10.0.0.0/8', label: String(number) }] };
    await tx.update(connections).set({ draft, draftVersion: sql`${connections.draftVersion} + 1` });
    await tx.insert(audit).values({ ...entry, sequence: number, at: number, subject: String(number) });
  });
  writeSync(1, `${number}\n`);
}
