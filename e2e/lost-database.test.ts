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

test.skipIf(postgresPrograms() === undefined)(
  'connections that break before a transaction begins are made anew',
  async () => {
    const postgres = await startTemporaryPostgres();
    const { db, pool, close } = await openPostgres({ databaseUrl: postgres.url, maxConnections: 2 });
    try {
      for (let broken = 0; broken < 5; broken += 1) {
        pool.once('acquire', (client) => void client.end());
        const failing = db.transaction((tx) => tx.execute(sql`select 1`));
        expect(isStoreAway(await failing.catch((cause: unknown) => cause))).toBe(true);
      }
      const { rows } = await db.transaction((tx) => tx.execute(sql`select 1 as one`));
      expect([rows, pool.totalCount]).toEqual([[{ one: 1 }], 1]);
    } finally {
      await close();
      await postgres.stop();
    }
  },
);
