import type { OpenedDatabase } from '#lib/db/database.ts';
import { migrateDatabase } from '#lib/db/migrate-database.ts';
import { openPglite } from '#lib/db/open-pglite.ts';
import { openPostgres } from '#lib/db/open-postgres.ts';

export type DatabaseOptions = {
  /** A PostgreSQL; absent: the embedded database below `dataDirectory`. */
  readonly databaseUrl?: string | undefined;
  readonly dataDirectory: string;
  readonly onFailure?: (cause: Error) => void;
};

/** Opens the store and brings its tables up to date. */
export async function openDatabase({
  databaseUrl,
  dataDirectory,
  onFailure,
}: DatabaseOptions): Promise<OpenedDatabase> {
  const tell = onFailure === undefined ? {} : { onFailure };
  const opened =
    databaseUrl === undefined || databaseUrl === ''
      ? await openPglite({ dataDirectory, ...tell })
      : await openPostgres({ databaseUrl, ...tell });
  try {
    await migrateDatabase(opened.pool);
    return opened;
  } catch (cause) {
    await opened.close();
    throw cause;
  }
}
