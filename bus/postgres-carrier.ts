import pg from 'pg';
import type { CarrierLog, OpenCarrier } from '#bus/carrier.ts';
import { createInbox } from '#bus/postgres-inbox.ts';
import { createOutbox } from '#bus/postgres-outbox.ts';
import { busChannel, type Queries } from '#bus/postgres-statements.ts';

export type PostgresCarrierOptions = {
  readonly databaseUrl: string;
  /** What messages are written with. */
  readonly pool: Queries;
  /** Names this process among the others. */
  readonly self: string;
};

const firstWaitMs = 100;
const longestWaitMs = 5_000;
/** So often it looks without being notified: finds a connection that died without a word. */
const lookEveryMs = 5_000;
const queryTimeoutMs = 10_000;
const tidyEveryMs = 60_000;
/** How long messages are kept: a process that was away no longer misses none. */
const keepMs = 10 * 60_000;

/** The newest stays, so that a process can tell that it has seen it. */
const tidy = `
  delete from bus_messages where id < (select max(id) from bus_messages)
  and at < (extract(epoch from clock_timestamp()) * 1000)::bigint - ${keepMs}`;

/** LISTEN and NOTIFY of PostgreSQL: messages are rows, notifications name the newest, a connection of its own listens. */
export function postgresCarrier({ databaseUrl, pool, self }: PostgresCarrierOptions): OpenCarrier {
  return async (receiver, log) => {
    const inbox = createInbox(receiver, self);
    const outbox = createOutbox(pool, self);
    const line = createLine(databaseUrl, log, inbox);
    try {
      await line.connect();
    } catch (cause) {
      await line.close();
      throw cause;
    }
    const tidying = setInterval(() => void pool.query(tidy).catch(() => {}), tidyEveryMs);
    tidying.unref();
    return {
      send: outbox.send,
      listen: async (topic) => inbox.listen(topic),
      close: async () => {
        clearInterval(tidying);
        await Promise.all([outbox.close(), line.close()]);
      },
    };
  };
}

/** The connection that listens; where it is lost, another one is made, less and less soon. */
function createLine(databaseUrl: string, log: CarrierLog, inbox: ReturnType<typeof createInbox>) {
  let client: pg.Client | undefined;
  let again: NodeJS.Timeout | undefined;
  let waitMs = firstWaitMs;
  let isClosed = false;

  const connect = async (): Promise<void> => {
    const own = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'gatehouse bus',
      keepAlive: true,
      connectionTimeoutMillis: queryTimeoutMs,
      query_timeout: queryTimeoutMs,
    });
    let looking: NodeJS.Timeout | undefined;
    const lose = (cause?: unknown): void => {
      clearInterval(looking);
      void own.end().catch(() => {});
      if (client !== own) return;
      client = undefined;
      log.warn({ err: cause }, 'The connection over which other processes are heard was lost; making another one');
      retry();
    };
    const look = (): void => void inbox.readOn(own).catch(lose);
    own.on('error', lose);
    own.on('end', () => lose());
    try {
      await own.connect();
      own.on('notification', look);
      await own.query(`listen ${busChannel}`);
      await inbox.resume(own);
    } catch (cause) {
      void own.end().catch(() => {});
      throw cause;
    }
    if (isClosed) {
      await own.end();
      return;
    }
    client = own;
    waitMs = firstWaitMs;
    looking = setInterval(look, lookEveryMs);
  };

  const retry = (): void => {
    again = setTimeout(() => {
      connect().catch((cause: unknown) => {
        if (isClosed) return;
        log.warn({ err: cause }, 'Other processes cannot be heard: no connection to the database');
        retry();
      });
    }, waitMs);
    waitMs = Math.min(2 * waitMs, longestWaitMs);
  };

  return {
    connect,
    close: async () => {
      isClosed = true;
      clearTimeout(again);
      const last = client;
      client = undefined;
      await last?.end().catch(() => {});
    },
  };
}
