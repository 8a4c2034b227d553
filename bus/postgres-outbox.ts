import { BusFailure } from '#bus/bus.ts';
import { createGapDebt } from '#bus/gap-debt.ts';
import { busChannel, gapTopic, type Queries, turnLock } from '#bus/postgres-statements.ts';

/** Writes messages down for the others: those that come while one statement runs go out together with the next. */
export type Outbox = {
  readonly send: (topic: string, body: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Waiting = {
  readonly topic: string;
  readonly body: string;
  readonly left: () => void;
  readonly failed: (cause: BusFailure) => void;
};

const maxWaiting = 10_000;
const maxTogether = 200;
const maxTogetherCharacters = 4_000_000;

/*
 * Numbers are given under a lock that is held until the commit, so that whoever has seen a number has seen all before it: a number that was
 * drawn early and committed late would be read by nobody.
 */
const insert = `
  with turn as materialized (select pg_advisory_xact_lock(${turnLock})),
  added as (
    insert into bus_messages (topic, sender, body, at)
    select m.topic, $1, m.body, (extract(epoch from clock_timestamp()) * 1000)::bigint
    from turn, unnest($2::text[], $3::text[]) with ordinality as m(topic, body, place) order by m.place
    returning id
  )
  select pg_notify('${busChannel}', max(id)::text) from added`;

export function createOutbox(queries: Queries, sender: string): Outbox {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let isClosed = false;

  const write = (messages: readonly Pick<Waiting, 'topic' | 'body'>[]) =>
    queries.query(insert, [sender, messages.map(({ topic }) => topic), messages.map(({ body }) => body)]);
  const debt = createGapDebt(async () => {
    await write([{ topic: gapTopic, body: '' }]);
  });

  const takeSome = (): Waiting[] => {
    let characters = 0;
    let count = 0;
    for (const { body } of waiting) {
      characters += body.length;
      if (count > 0 && (count >= maxTogether || characters > maxTogetherCharacters)) break;
      count += 1;
    }
    const some = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return some;
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const some = takeSome();
      try {
        await write(some);
        for (const { left } of some) left();
      } catch {
        debt.owe();
        for (const { failed } of some)
          failed(new BusFailure('The database did not take a message for other processes.'));
      }
    }
    running = undefined;
  };

  return {
    send: (topic, body) =>
      new Promise((left, failed) => {
        if (isClosed || waiting.length >= maxWaiting) {
          if (!isClosed) debt.owe();
          failed(new BusFailure(isClosed ? 'The bus is closed.' : 'Too many messages wait for the database.'));
          return;
        }
        waiting.push({ topic, body, left, failed });
        running ??= run();
      }),
    close: async () => {
      isClosed = true;
      debt.close();
      await running;
    },
  };
}
