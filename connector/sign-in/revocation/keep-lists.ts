import { reasonOf } from '#connector/disk/read-json-file.ts';
import { fetchList } from '#connector/sign-in/revocation/fetch-list.ts';
import { type Bytes, equalBytes } from '#lib/core/bytes.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { isListOf, listFault } from '#lib/pki/revocation/list-fault.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

/** What is known of one address; the list may have ended, and then still proves what it lists. */
export type KeptList = { readonly list: RevocationList | undefined; readonly fault: string | undefined };

export type ListKeeper = {
  /** The authority's list of an address as of a moment (milliseconds since 1970), fetched where none is kept that still counts. */
  readonly get: (url: string, issuer: Certificate, at: number) => Promise<KeptList>;
  readonly close: () => void;
};

export type ListTimes = {
  /** A list that still counts is looked for anew after this long, beside the sign-ins: authorities publish before the old one ends. */
  readonly refreshMs: number;
  /** After a failure the address is left alone for this long. */
  readonly retryMs: number;
};

export const listTimes: ListTimes = { refreshMs: 3_600_000, retryMs: 30_000 };

export type ListKeeperParts = {
  readonly fetch?: (url: string, stop: AbortSignal) => Promise<Outcome<Bytes, string>>;
  readonly times?: ListTimes;
  readonly maxBytes?: number;
};

type Entry = {
  list: RevocationList | undefined;
  fault: string | undefined;
  triedAt: number;
  pending: Promise<void> | undefined;
};

const mostBytes = 128 * 1024 * 1024;
const mostAddresses = 500;

/** Keeps revocation lists until they end (RFC 5280 section 5.1.2.5). */
export function keepLists(parts: ListKeeperParts = {}): ListKeeper {
  const { fetch = fetchList, times = listTimes, maxBytes = mostBytes } = parts;
  const entries = new Map<string, Entry>();
  const stop = new AbortController();

  async function renew(url: string, issuer: Certificate, entry: Entry, at: number): Promise<void> {
    entry.triedAt = at;
    const fetched = await fetchGenuine(url, issuer).catch((cause: unknown) => wrong(reasonOf(cause)));
    if (!fetched.ok) {
      entry.fault = fetched.problem;
      return;
    }
    entry.fault = undefined;
    const { list: kept } = entry;
    // An older list than the one that is kept would give back what was taken since.
    if (kept !== undefined && fetched.value.thisUpdate < kept.thisUpdate) return;
    if (kept === undefined || !equalBytes(fetched.value.der, kept.der)) entry.list = fetched.value;
    makeRoom(entry);
  }

  /** Lists come unencrypted: whoever is on the way could else put a newer one of their own in the place of the authority's. */
  async function fetchGenuine(url: string, issuer: Certificate): Promise<Outcome<RevocationList, string>> {
    const body = await fetch(url, stop.signal);
    if (!body.ok) return body;
    const parsed = parseCrl(body.value);
    if (!parsed.ok) return wrong(parsed.problem.message);
    if (!isListOf(parsed.value, issuer)) return wrong(`it is no list of “${displayName(issuer)}”`);
    const fault = await listFault(parsed.value, issuer);
    return fault === undefined ? success(parsed.value) : wrong(fault);
  }

  function makeRoom(keep: Entry): void {
    let bytes = [...entries.values()].reduce((sum, { list }) => sum + (list?.der.length ?? 0), 0);
    for (const [key, entry] of entries) {
      if (bytes <= maxBytes && entries.size <= mostAddresses) return;
      if (entry === keep || entry.pending !== undefined) continue;
      bytes -= entry.list?.der.length ?? 0;
      entries.delete(key);
    }
  }

  return {
    get: async (url, issuer, at) => {
      const key = `${issuer.fingerprint} ${url}`;
      const entry: Entry = entries.get(key) ?? {
        list: undefined,
        fault: undefined,
        triedAt: Number.NEGATIVE_INFINITY,
        pending: undefined,
      };
      // Those used last are kept: a Map tells its keys in the order they were set.
      entries.delete(key);
      entries.set(key, entry);
      const { list } = entry;
      const isCurrent = list !== undefined && (list.nextUpdate === undefined || at <= list.nextUpdate);
      const waitMs = entry.fault === undefined && isCurrent ? times.refreshMs : times.retryMs;
      // A clock that was set back must not keep a list for ever.
      const isDue = Math.abs(at - entry.triedAt) >= waitMs;
      if (isDue && entry.pending === undefined && !stop.signal.aborted)
        entry.pending = renew(url, issuer, entry, at).finally(() => {
          entry.pending = undefined;
        });
      if (!isCurrent) await entry.pending;
      return { list: entry.list, fault: entry.fault };
    },
    close: () => stop.abort(),
  };
}

function wrong(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}
