import { sql } from 'drizzle-orm';

/** Milliseconds since 1970 by the database's clock, which is the same for all processes. */
export const databaseTime = sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
