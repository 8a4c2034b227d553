import { ResultCodeError } from 'ldapts';
import { directoryFault, type ServerFault } from '#connector/ldap/directory-fault.ts';
import type { LdapConnection } from '#connector/ldap/ldap-connection.ts';
import type { Outcome } from '#lib/core/outcome.ts';

export type PoolWishes = {
  readonly open: () => Promise<Outcome<LdapConnection, ServerFault>>;
  readonly size: number;
  /** A connection that was idle for longer is not used again. */
  readonly idleMs: number;
  /** How long a request waits for a connection to get free. */
  readonly waitMs: number;
  readonly now: () => number;
};

export type ConnectionPool = {
  /** Lends a connection to one piece of work at a time. Work on a kept connection that broke off is done once more on a new one. */
  readonly use: <Value>(
    work: (connection: LdapConnection) => Promise<Outcome<Value, ServerFault>>,
  ) => Promise<Outcome<Value, ServerFault>>;
  readonly close: () => void;
};

type Lent = { readonly connection: LdapConnection; readonly isKept: boolean };
type Waiter = (turn: Outcome<LdapConnection | undefined, ServerFault>) => void;

/** Kept connections to one server, opened as they are needed. */
export function createPool({ open, size, idleMs, waitMs, now }: PoolWishes): ConnectionPool {
  const idle: { readonly connection: LdapConnection; readonly since: number }[] = [];
  const waiters = new Set<Waiter>();
  const lent = new Set<LdapConnection>();
  /** Lent, idle or being opened. */
  let count = 0;
  let isClosed = false;
  const closedFault: ServerFault = {
    reason: 'directory-unreachable',
    detail: 'the connector is stopping',
    scope: 'request',
  };

  function takeIdle(): LdapConnection | undefined {
    for (;;) {
      const kept = idle.pop();
      if (kept === undefined) return undefined;
      if (kept.connection.isOpen() && now() - kept.since < idleMs) return kept.connection;
      kept.connection.close();
      count -= 1;
    }
  }

  async function openNew(): Promise<Outcome<Lent, ServerFault>> {
    count += 1;
    const opened = await open();
    if (opened.ok && !isClosed) return { ok: true, value: { connection: opened.value, isKept: false } };
    count -= 1;
    if (opened.ok) opened.value.close();
    const fault = opened.ok ? closedFault : opened.problem;
    // Whoever waits would open the next one against the same server.
    for (const waiter of waiters) waiter({ ok: false, problem: fault });
    return { ok: false, problem: fault };
  }

  async function acquire(mayKeep: boolean): Promise<Outcome<Lent, ServerFault>> {
    if (isClosed) return { ok: false, problem: closedFault };
    const kept = mayKeep ? takeIdle() : undefined;
    if (kept !== undefined) return { ok: true, value: { connection: kept, isKept: true } };
    if (count < size) return openNew();
    const turn = await waitForTurn();
    if (!turn.ok) return turn;
    return turn.value === undefined ? openNew() : { ok: true, value: { connection: turn.value, isKept: true } };
  }

  function waitForTurn(): Promise<Outcome<LdapConnection | undefined, ServerFault>> {
    return new Promise((resolve) => {
      const waiter: Waiter = (turn) => {
        clearTimeout(timer);
        waiters.delete(waiter);
        resolve(turn);
      };
      const timer = setTimeout(
        () =>
          waiter({
            ok: false,
            problem: {
              reason: 'directory-timeout',
              detail: `all ${size} connections were busy for ${waitMs} ms`,
              scope: 'request',
            },
          }),
        waitMs,
      );
      waiters.add(waiter);
    });
  }

  function release(connection: LdapConnection): void {
    lent.delete(connection);
    const [next] = waiters;
    if (isClosed || !connection.isOpen()) {
      connection.close();
      count -= 1;
      // The place is free: the next one opens a connection of its own.
      next?.({ ok: true, value: undefined });
    } else if (next !== undefined) next({ ok: true, value: connection });
    else idle.push({ connection, since: now() });
  }

  async function use<Value>(
    work: (connection: LdapConnection) => Promise<Outcome<Value, ServerFault>>,
    mayKeep = true,
  ): Promise<Outcome<Value, ServerFault>> {
    const acquired = await acquire(mayKeep);
    if (!acquired.ok) return acquired;
    const { connection, isKept } = acquired.value;
    lent.add(connection);
    const done = await work(connection).catch((cause: unknown) => {
      if (!(cause instanceof ResultCodeError)) connection.close();
      return { ok: false as const, problem: directoryFault(cause, connection.url) };
    });
    if (!done.ok && done.problem.scope !== 'request') connection.close();
    release(connection);
    if (!done.ok && done.problem.scope === 'connection' && isKept) return use(work, false);
    return done;
  }

  return {
    use: (work) => use(work),
    close: () => {
      isClosed = true;
      for (const { connection } of idle.splice(0)) connection.close();
      for (const connection of lent) connection.close();
      for (const waiter of waiters) waiter({ ok: false, problem: closedFault });
    },
  };
}
