import type { Method } from '#lib/flow/flow-settings.ts';
import {
  type ChangeKind,
  changeKinds,
  type compareFlows,
  type FlowPair,
  flowChange,
  networkKey,
} from '#lib/flow/what-if.ts';
import type { CertificateCause, CertificateFault, SeenCertificate } from '#lib/flow/what-if-certificate.ts';

/** Sign-ins that came and ended alike, or an address that was pasted. */
export type Observation = {
  readonly address: string;
  /** Who got in; undefined where nobody did or nobody is known. */
  readonly person?: string | undefined;
  /** Which method let them in. */
  readonly used?: Method | undefined;
  /** How many got in, and how many came and did not. */
  readonly signIns: number;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly lastAt?: number | undefined;
  /** What was decided then. */
  readonly recordedMethods?: readonly Method[] | undefined;
  readonly certificate?: SeenCertificate | undefined;
};

export type ChangeCause = 'flow' | CertificateCause;

/** One line of a list: a person or an address. */
export type Listed = {
  readonly name: string;
  readonly signIns: number;
  readonly attempts: number;
  readonly lastAt: number | null;
};

export type WhatIfChange = {
  readonly kind: ChangeKind;
  readonly cause: ChangeCause;
  /** The authority or the rule that is gone. */
  readonly detail: string;
  readonly lost: readonly Method[];
  readonly running: FlowPair['running'];
  readonly draft: FlowPair['draft'];
  readonly signIns: number;
  readonly attempts: number;
  readonly lastAt: number | null;
  /** Sign-ins and attempts to which an older revision had given other methods than what runs. */
  readonly decidedOtherwise: number;
  /** Lists hold the latest first; they may be shorter than the counts say. */
  readonly people: { readonly count: number; readonly listed: readonly Listed[] };
  readonly addresses: { readonly count: number; readonly listed: readonly Listed[] };
};

/** Different people; each counts where it is worst for them. */
export type PeopleCounts = Readonly<Record<ChangeKind, number>> & { readonly total: number };

export type WhatIfAnswer = {
  /** The most severe first, then those of most people. */
  readonly changes: readonly WhatIfChange[];
  /** Changes beyond those listed. */
  readonly moreChanges: number;
  readonly people: PeopleCounts;
  /** Different addresses, how many of them change, and for how many that may be the worst. */
  readonly addresses: {
    readonly total: number;
    readonly changed: number;
    readonly refused: number;
    readonly mayBeRefused: number;
  };
  readonly signIns: number;
  readonly attempts: number;
  /** Of those, what the draft changes nothing for. */
  readonly unchanged: { readonly signIns: number; readonly attempts: number };
  /** Addresses of the log that cannot be read; no decision can be made for them. */
  readonly unreadable: number;
};

export type WhatIfRules = {
  readonly compare: ReturnType<typeof compareFlows>;
  /** Why a certificate that was accepted may be refused; see what-if-certificate.ts. */
  readonly certificateFault?: (seen: SeenCertificate) => CertificateFault | undefined;
  /** How many people and addresses each change lists, and how many changes there are at most. */
  readonly mostListed: number;
  readonly mostChanges: number;
};

type Growing = Omit<WhatIfChange, 'signIns' | 'attempts' | 'lastAt' | 'decidedOtherwise' | 'people' | 'addresses'> & {
  signIns: number;
  attempts: number;
  lastAt: number | null;
  decidedOtherwise: number;
  readonly people: Map<string, Listed>;
  readonly addresses: Map<string, Listed>;
};

/**
 * Takes observations one by one and keeps what changes; each counts in one change, the most severe. Memory grows with the different
 * people, addresses and changes, not with the sign-ins; the two decisions of an address are made once.
 */
export function collectChanges(rules: WhatIfRules) {
  const pairs = new Map<string, FlowPair | undefined>();
  const changed = new Map<string, number>();
  const worst = new Map<string, number>();
  const changes = new Map<string, Growing>();
  const total = { signIns: 0, attempts: 0, unreadable: 0 };
  const unchanged = { signIns: 0, attempts: 0 };

  function pairOf(address: string): FlowPair | undefined {
    const known = pairs.get(address);
    if (known !== undefined || pairs.has(address)) return known;
    const compared = rules.compare(address);
    const pair = compared.ok ? compared.value : undefined;
    pairs.set(address, pair);
    return pair;
  }

  function add(seen: Observation): void {
    const pair = pairOf(seen.address);
    if (pair === undefined) {
      total.unreadable += seen.signIns + seen.attempts;
      return;
    }
    total.signIns += seen.signIns;
    total.attempts += seen.attempts;
    const found = changeOf(pair, seen, rules);
    const rank = found === undefined ? changeKinds.length : changeKinds.indexOf(found.kind);
    if (seen.person !== undefined) worst.set(seen.person, Math.min(rank, worst.get(seen.person) ?? rank));
    if (found === undefined) {
      unchanged.signIns += seen.signIns;
      unchanged.attempts += seen.attempts;
      return;
    }
    changed.set(pair.address, Math.min(rank, changed.get(pair.address) ?? rank));
    const change = changes.get(found.key) ?? begin(found, pair);
    changes.set(found.key, change);
    grow(change, seen, pair);
  }

  function done(): WhatIfAnswer {
    const sorted = [...changes.values()].sort(
      (a, b) =>
        changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind) ||
        b.people.size - a.people.size ||
        b.signIns - a.signIns ||
        b.attempts - a.attempts,
    );
    return {
      ...total,
      unchanged,
      changes: sorted.slice(0, rules.mostChanges).map((change) => ({
        ...change,
        people: listed(change.people, rules.mostListed),
        addresses: listed(change.addresses, rules.mostListed),
      })),
      moreChanges: Math.max(0, sorted.length - rules.mostChanges),
      people: countPeople(worst),
      addresses: countAddresses(pairs.size, changed),
    };
  }

  return { add, done };
}

type FoundChange = Pick<WhatIfChange, 'kind' | 'cause' | 'detail' | 'lost'> & { readonly key: string };

function changeOf(pair: FlowPair, seen: Observation, rules: WhatIfRules): FoundChange | undefined {
  const flow = flowChange(pair, seen.used);
  const networks = `${networkKey(pair.running.matched)} ${networkKey(pair.draft.matched)}`;
  const keyOf = (kind: ChangeKind, what: string) =>
    [kind, what, pair.running.methods, pair.draft.methods, networks].join('|');
  const stays = seen.used === 'client-certificate' && pair.draft.methods.includes('client-certificate');
  const isWorse = flow === undefined || changeKinds.indexOf(flow.kind) > changeKinds.indexOf('may-be-refused');
  if (stays && isWorse && seen.certificate !== undefined) {
    const fault = rules.certificateFault?.(seen.certificate);
    if (fault !== undefined) {
      // A refused certificate is followed by the next method, if there is one: whoever has a password still gets in with it.
      const kind = pair.draft.methods.includes('password') ? 'loses-method' : 'may-be-refused';
      const lost = ['client-certificate'] as const;
      return { kind, ...fault, lost, key: keyOf(kind, `${fault.cause} ${fault.detail}`) };
    }
  }
  if (flow === undefined) return undefined;
  return { ...flow, cause: 'flow', detail: '', key: keyOf(flow.kind, flow.lost.join()) };
}

function begin({ kind, cause, detail, lost }: FoundChange, { running, draft }: FlowPair): Growing {
  const counts = { signIns: 0, attempts: 0, lastAt: null, decidedOtherwise: 0 };
  return { kind, cause, detail, lost, running, draft, ...counts, people: new Map(), addresses: new Map() };
}

function grow(change: Growing, seen: Observation, pair: FlowPair): void {
  change.signIns += seen.signIns;
  change.attempts += seen.attempts;
  change.lastAt = later(change.lastAt, seen.lastAt);
  if (seen.recordedMethods !== undefined && seen.recordedMethods.join() !== pair.running.methods.join())
    change.decidedOtherwise += seen.signIns + seen.attempts;
  count(change.addresses, pair.address, seen);
  if (seen.person !== undefined) count(change.people, seen.person, seen);
}

function count(list: Map<string, Listed>, name: string, { signIns, attempts, lastAt }: Observation): void {
  const before = list.get(name) ?? { name, signIns: 0, attempts: 0, lastAt: null };
  list.set(name, {
    name,
    signIns: before.signIns + signIns,
    attempts: before.attempts + attempts,
    lastAt: later(before.lastAt, lastAt),
  });
}

function later(a: number | null, b: number | undefined): number | null {
  if (b === undefined) return a;
  return a === null || b > a ? b : a;
}

function listed(list: ReadonlyMap<string, Listed>, most: number) {
  const sorted = [...list.values()].sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0) || (a.name < b.name ? -1 : 1));
  return { count: list.size, listed: sorted.slice(0, most) };
}

function countPeople(worst: ReadonlyMap<string, number>): PeopleCounts {
  const counts = { refused: 0, 'may-be-refused': 0, 'loses-method': 0, 'other-methods': 0, 'other-network': 0 };
  for (const rank of worst.values()) {
    const kind = changeKinds[rank];
    if (kind !== undefined) counts[kind] += 1;
  }
  return { ...counts, total: worst.size };
}

function countAddresses(total: number, changed: ReadonlyMap<string, number>): WhatIfAnswer['addresses'] {
  const ranks = [...changed.values()];
  const of = (kind: ChangeKind) => ranks.filter((rank) => changeKinds[rank] === kind).length;
  return { total, changed: changed.size, refused: of('refused'), mayBeRefused: of('may-be-refused') };
}
