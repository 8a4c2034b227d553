import pg from 'pg';
import type { OpenedDatabase } from '#lib/db/database.ts';
import { overPool } from '#lib/db/over-pool.ts';

export type PostgresOptions = {
  readonly databaseUrl: string;
  readonly maxConnections?: number;
  /** Told when an idle connection breaks; the pool makes new ones by itself. */
  readonly onFailure?: (cause: Error) => void;
};

/** Opens a PostgreSQL, version 15 or later. */
export async function openPostgres({
  databaseUrl,
  maxConnections = 10,
  onFailure,
}: PostgresOptions): Promise<OpenedDatabase> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: maxConnections, connectionTimeoutMillis: 60_000 });
  // Without a listener a lost connection would end the process; while it is lent, whoever uses it hears of it by the failing query.
  pool.on('error', (cause) => onFailure?.(cause));
  pool.on('connect', (client) => client.on('error', () => {}));
  return { db: overPool(pool), pool, engine: 'postgres', close: () => pool.end() };
}
