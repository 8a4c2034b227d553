import type { Receiver } from '#bus/carrier.ts';
import { gapTopic, type Queries } from '#bus/postgres-statements.ts';

/** Reads what others wrote down, in order, from where it stopped before: also over another connection. */
export type Inbox = {
  /** Over a new connection: goes on behind the last message read where that is still there, else tells of a gap. */
  readonly resume: (connection: Queries) => Promise<void>;
  /** Reads all there is; calls meanwhile make it look once more. */
  readonly readOn: (connection: Queries) => Promise<void>;
  readonly listen: (topic: string) => void;
};

/** At most this much at once, of messages with at most a megabyte each. */
const maxRows = 32;

const newest = 'select coalesce(max(id), 0) as id from bus_messages';
const isThere = 'select id from bus_messages where id = $1';
/** Bodies that are not for this process stay where they are. */
const behind = `
  select id, topic, case when sender <> $2 and topic = any($3::text[]) then body end as body
  from bus_messages where id > $1 order by id limit ${maxRows}`;

export function createInbox(receiver: Receiver, self: string): Inbox {
  const topics = new Set([gapTopic]);
  let last: number | undefined;
  let reading: Promise<void> | undefined;
  let isNewsMeanwhile = false;

  const readNewest = async (connection: Queries): Promise<number> =>
    Number((await connection.query(newest)).rows[0]?.['id']);

  const readAll = async (connection: Queries): Promise<void> => {
    for (;;) {
      isNewsMeanwhile = false;
      const { rows } = await connection.query(behind, [last, self, [...topics]]);
      for (const { id, topic, body } of rows) {
        last = Number(id);
        if (typeof body !== 'string') continue;
        if (topic === gapTopic) receiver.miss();
        else receiver.take(String(topic), body);
      }
      if (rows.length < maxRows && !isNewsMeanwhile) return;
    }
  };

  const readOn = async (connection: Queries): Promise<void> => {
    if (last === undefined) return;
    isNewsMeanwhile = true;
    reading ??= readAll(connection).finally(() => {
      reading = undefined;
    });
    await reading;
  };

  return {
    listen: (topic) => void topics.add(topic),
    readOn,
    resume: async (connection) => {
      await reading?.catch(() => {});
      if (last === undefined) {
        last = await readNewest(connection);
        return;
      }
      // The oldest go first, and a crash of PostgreSQL empties the table: what is still there has all its successors.
      const { rows } = await connection.query(isThere, [last]);
      if (rows.length === 0) {
        last = await readNewest(connection);
        receiver.miss();
      }
      await readOn(connection);
    },
  };
}
