import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type * as schema from '#lib/db/schema.ts';

/** The store as services see it; the same type on both engines. */
export type Database = NodePgDatabase<typeof schema>;

/** What `db.transaction` hands to its callback. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** For reads that serve inside and outside of a transaction. */
export type Queryable = Database | Transaction;

export type OpenedDatabase = {
  readonly db: Database;
  readonly pool: pg.Pool;
  readonly engine: 'pglite' | 'postgres';
  /** Waits for running queries, then ends everything that was opened. */
  readonly close: () => Promise<void>;
};
