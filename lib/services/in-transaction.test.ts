import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { success } from '#lib/core/outcome.ts';
import type { OpenedDatabase } from '#lib/db/database.ts';
import { openTestDatabase } from '#lib/db/test-database.test-support.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';

/* Two that wait for each other need two connections: the embedded database has one, and so no deadlocks. */
describe.skipIf(process.env['TEST_DATABASE_URL'] === undefined)('inTransaction', () => {
  let database: OpenedDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('runs a change again that was undone to end a deadlock', async () => {
    const runs = { a: 0, b: 0 };
    const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const change = (name: 'a' | 'b', first: number, second: number) =>
      inTransaction(database.db, async (tx) => {
        runs[name] += 1;
        await tx.execute(sql`select pg_advisory_xact_lock(${first})`);
        met[name === 'a' ? 0 : 1].resolve();
        await Promise.all(met.map(({ promise }) => promise));
        await tx.execute(sql`select pg_advisory_xact_lock(${second})`);
        return success(name);
      });
    expect(await Promise.all([change('a', 1, 2), change('b', 2, 1)])).toEqual([success('a'), success('b')]);
    expect(runs.a + runs.b).toBe(3);
  });
});
