import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openPostgres } from '#lib/db/open-postgres.ts';
import { isStoreAway } from '#lib/services/store-away.ts';
import { postgresPrograms } from '../script/install-test-parts.ts';
import { startTemporaryPostgres } from '../script/temporary-postgres.ts';

/* A process outlives its database: a lost connection that nobody listens to would end it. */
test.skipIf(postgresPrograms() === undefined)('a database that ends is told from a question it refuses', async () => {
  const postgres = await startTemporaryPostgres();
  const { db, close } = await openPostgres({ databaseUrl: postgres.url, onFailure: () => {} });
  const failing = (work: Promise<unknown>) => work.then(() => undefined).catch((cause: unknown) => cause);
  try {
    const refused = await failing(db.execute(sql`select * from no_such_table`));
    expect([refused instanceof Error, isStoreAway(refused)]).toEqual([true, false]);
    const running = failing(db.execute(sql`select pg_sleep(60)`));
    const inTransaction = failing(db.transaction((tx) => tx.execute(sql`select pg_sleep(60)`)));
    await db.execute(sql`select 1`);
    await postgres.kill();
    expect(isStoreAway(await running)).toBe(true);
    expect(isStoreAway(await inTransaction)).toBe(true);
    expect(isStoreAway(await failing(db.execute(sql`select 1`)))).toBe(true);
    expect(isStoreAway(await failing(db.transaction((tx) => tx.execute(sql`select 1`))))).toBe(true);
    await postgres.start();
    expect(await failing(db.execute(sql`select 1`))).toBeUndefined();
  } finally {
    await close();
    await postgres.stop();
  }
});
