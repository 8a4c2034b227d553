import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Database } from '#lib/db/database.ts';
import * as schema from '#lib/db/schema.ts';

/**
 * drizzle over a pool. Its own transactions never give back a connection that breaks before `begin` is through,
 * until the pool has none left to lend; here whoever lends also takes back.
 */
export function overPool(pool: pg.Pool): Database {
  const ofClient = new WeakMap<pg.PoolClient, Database>();
  const over = (client: pg.PoolClient): Database => {
    const known = ofClient.get(client) ?? (drizzle(client, { schema }) as unknown as Database);
    ofClient.set(client, known);
    return known;
  };
  const transaction: Database['transaction'] = async (...work) => {
    const client = await pool.connect();
    try {
      return await over(client).transaction(...work);
    } finally {
      client.release();
    }
  };
  return Object.assign(drizzle(pool, { schema }), { transaction });
}
