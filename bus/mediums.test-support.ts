import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Bus } from '#bus/bus.ts';
import type { CarrierLog, OpenCarrier } from '#bus/carrier.ts';
import { inProcessCarriers } from '#bus/in-process-carrier.ts';
import { natsCarrier } from '#bus/nats-carrier.ts';
import { openBus } from '#bus/open-bus.ts';
import { postgresCarrier } from '#bus/postgres-carrier.ts';
import { startNats } from '#e2e/world/nats.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { startTemporaryPostgres } from '#script/temporary-postgres.ts';

/** What carries messages in a test, with as many buses on it as the test opens. */
export type Medium = {
  readonly open: () => Promise<Bus>;
  /** Those that can fail. */
  readonly kill?: () => Promise<void>;
  readonly start?: () => Promise<void>;
  /** Ends the connections that listen, and nothing else. */
  readonly cutListening?: () => Promise<void>;
  /** Removes every message. */
  readonly empty?: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const log: CarrierLog = { info: () => {}, warn: () => {}, error: () => {} };

function medium(
  openCarrier: () => Promise<OpenCarrier>,
  more: Omit<Medium, 'open' | 'stop'>,
  end: () => Promise<void>,
) {
  const buses: Bus[] = [];
  return {
    ...more,
    open: async () => {
      const bus = await openBus(await openCarrier(), log);
      buses.push(bus);
      return bus;
    },
    stop: async () => {
      await Promise.all(buses.map((bus) => bus.close()));
      await end();
    },
  };
}

export async function inProcessMedium(): Promise<Medium> {
  const carrier = inProcessCarriers();
  return medium(
    async () => carrier,
    {},
    async () => {},
  );
}

export async function postgresMedium(): Promise<Medium> {
  const postgres = await startTemporaryPostgres();
  const closers: (() => Promise<void>)[] = [];
  const openCarrier = async () => {
    // Every process has a pool of its own.
    const { pool, close } = await openDatabase({ databaseUrl: postgres.url, dataDirectory: '' });
    closers.push(close);
    return postgresCarrier({ databaseUrl: postgres.url, pool, self: randomUUID() });
  };
  const query = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(text).finally(() => client.end());
  };
  const more = {
    kill: postgres.kill,
    start: postgres.start,
    cutListening: () =>
      query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gatehouse bus'`),
    empty: () => query('delete from bus_messages'),
  };
  return medium(openCarrier, more, async () => {
    await Promise.all(closers.map((close) => close()));
    await postgres.stop();
  });
}

export async function natsMedium(): Promise<Medium> {
  const nats = await startNats();
  const prefix = `gatehouse-${randomUUID()}`;
  const openCarrier = async () => natsCarrier({ natsUrl: nats.url, prefix });
  return medium(openCarrier, { kill: nats.kill, start: nats.start }, nats.stop);
}
