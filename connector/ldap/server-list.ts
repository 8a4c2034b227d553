import type { Logger } from 'pino';
import type { ServerFault } from '#connector/ldap/directory-fault.ts';
import type { LdapServer } from '#connector/ldap/ldap-server.ts';
import type { Outcome } from '#lib/core/outcome.ts';

export type ServerTimes = {
  /** The first wait before a failed server is asked again; it doubles up to `longestMs`. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** The same for a server that refused the connector's own account: every try may count towards its lock-out. */
  readonly refusedMs: number;
  readonly longestRefusedMs: number;
  /** How often servers that answer are asked whether they still do. */
  readonly probeMs: number;
};

export const serverTimes: ServerTimes = {
  firstMs: 1_000,
  longestMs: 15_000,
  refusedMs: 60_000,
  longestRefusedMs: 600_000,
  probeMs: 30_000,
};

type Health = {
  readonly server: LdapServer;
  /** Undefined while the server answers, or was not asked yet. */
  fault: ServerFault | undefined;
  isKnown: boolean;
  failures: number;
  retryAt: number;
  timer: NodeJS.Timeout | undefined;
};

export type ServerList = {
  /** Runs the work at the first server that answers, in the configured order; one that fails is left for the next. */
  readonly use: <Value>(
    work: (server: LdapServer) => Promise<Outcome<Value, ServerFault>>,
  ) => Promise<Outcome<Value, ServerFault>>;
  readonly answering: () => number;
  /** What is wrong, of every server that fails. */
  readonly faults: () => readonly ServerFault[];
  /** Whether every server was asked at least once. */
  readonly isKnown: () => boolean;
  readonly close: () => void;
};

export type ServerListWishes = {
  readonly servers: readonly LdapServer[];
  readonly times: ServerTimes;
  readonly now: () => number;
  readonly log: Logger;
  readonly onChange: () => void;
  readonly probe: (server: LdapServer) => Promise<Outcome<unknown, ServerFault>>;
};

export function watchServers({ servers, times, now, log, onChange, probe }: ServerListWishes): ServerList {
  let isClosed = false;
  const all: readonly Health[] = servers.map((server) => ({
    server,
    fault: undefined,
    isKnown: false,
    failures: 0,
    retryAt: 0,
    timer: undefined,
  }));

  function plan(health: Health, afterMs: number): void {
    clearTimeout(health.timer);
    if (isClosed) return;
    health.timer = setTimeout(() => {
      health.timer = undefined;
      void look(health);
    }, afterMs);
    health.timer.unref();
  }

  async function look(health: Health): Promise<void> {
    const answer = await probe(health.server);
    if (isClosed) return;
    if (answer.ok) note(health, undefined);
    else if (answer.problem.scope === 'request' && health.isKnown) plan(health, times.probeMs);
    else note(health, answer.problem);
  }

  function note(health: Health, fault: ServerFault | undefined): void {
    const was = health.fault?.reason;
    const wasKnown = health.isKnown;
    health.isKnown = true;
    health.fault = fault;
    if (fault === undefined) {
      health.failures = 0;
      if (was !== undefined || health.timer === undefined) plan(health, times.probeMs);
      if (was !== undefined) log.info({ server: health.server.url }, 'directory server answers again');
    } else {
      // Requests in flight fail together: one failure, one step of waiting.
      if (health.retryAt <= now() || was === undefined) {
        health.failures += 1;
        const [first, longest] =
          fault.scope === 'refused' ? [times.refusedMs, times.longestRefusedMs] : [times.firstMs, times.longestMs];
        const waitMs = Math.min(longest, first * 2 ** Math.min(20, health.failures - 1));
        health.retryAt = now() + waitMs;
        plan(health, waitMs);
      }
      if (was !== fault.reason)
        log.warn({ server: health.server.url, reason: fault.reason, detail: fault.detail }, 'directory server fails');
    }
    if (was !== fault?.reason || !wasKnown) onChange();
  }

  /** Those that answer first; then those that fail, since one may have come back. */
  function order(): readonly Health[] {
    return [...all.filter(({ fault }) => fault === undefined), ...all.filter(({ fault }) => fault !== undefined)];
  }

  const isHeld = (health: Health) => health.fault?.scope === 'refused' && now() < health.retryAt;

  async function use<Value>(
    work: (server: LdapServer) => Promise<Outcome<Value, ServerFault>>,
  ): Promise<Outcome<Value, ServerFault>> {
    const faults: ServerFault[] = [];
    for (const health of order()) {
      if (isHeld(health) && health.fault !== undefined) {
        faults.push(health.fault);
        continue;
      }
      const done = await work(health.server);
      if (done.ok) {
        if (health.fault !== undefined || !health.isKnown) note(health, undefined);
        return done;
      }
      if (done.problem.scope === 'request') return done;
      note(health, done.problem);
      faults.push(done.problem);
    }
    return { ok: false, problem: worst(faults) };
  }

  for (const health of all) void look(health);
  return {
    use,
    answering: () => all.filter(({ fault, isKnown }) => isKnown && fault === undefined).length,
    faults: () => all.flatMap(({ fault }) => fault ?? []),
    isKnown: () => all.every(({ isKnown }) => isKnown),
    close: () => {
      isClosed = true;
      for (const health of all) {
        clearTimeout(health.timer);
        health.server.close();
      }
    },
  };
}

/** What an administrator can do something about goes before a server that is merely down. */
function worst(faults: readonly ServerFault[]): ServerFault {
  const told = faults.find(({ reason }) => reason !== 'directory-unreachable' && reason !== 'directory-timeout');
  const first = told ?? faults[0];
  const detail = faults
    .map((fault) => fault.detail)
    .join('; ')
    .slice(0, 900);
  return { reason: first?.reason ?? 'directory-unreachable', detail, scope: 'server' };
}
