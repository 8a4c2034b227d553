/** What the bus asks of PostgreSQL: a pool, or one connection. */
export type Queries = {
  readonly query: (text: string, values?: readonly unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;
};

/** Notifications there carry the number of the newest message and nothing else: a notification holds less than 8000 bytes. */
export const busChannel = 'gatehouse_bus';

/** "bus ": whoever holds this advisory lock numbers messages. */
export const turnLock = 0x62757320;

/** The topic of messages that say nothing but that others may be missing. */
export const gapTopic = '';
