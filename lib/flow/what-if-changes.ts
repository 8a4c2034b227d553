import type { Method } from '#lib/flow/flow-settings.ts';
import {
  type ChangeKind,
  changeKinds,
  type compareFlows,
  type FlowPair,
  flowChange,
  networkKey,
} from '#lib/flow/what-if.ts';
import type { Listed, PeopleCounts, WhatIfAnswer, WhatIfChange } from '#lib/flow/what-if-answer.ts';
import { type CertificateFault, isUndecidable, type SeenCertificate } from '#lib/flow/what-if-certificate.ts';

/** A sign-in, or several that came and ended alike; or an address that was pasted. */
export type Observation = {
  readonly address: string;
  /** Who got in; undefined where nobody did or nobody is known. One id is one person, whatever their name was then. */
  readonly person?: { readonly id: string; readonly name: string } | undefined;
  /** Which method let them in. */
  readonly used?: Method | undefined;
  /** How many got in, and how many came and did not. */
  readonly signIns: number;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly lastAt?: number | undefined;
  /** What was decided then. */
  readonly recordedMethods?: readonly Method[] | undefined;
  /** What let them in, with the facts of the last time it let them in. */
  readonly certificate?: SeenCertificate | undefined;
};

export type WhatIfRules = {
  readonly compare: ReturnType<typeof compareFlows>;
  /** Why a certificate that was accepted may be refused; see what-if-certificate.ts. */
  readonly certificateFault?: (seen: SeenCertificate) => CertificateFault | undefined;
  /** How many people and addresses each change lists, and how many changes there are at most. */
  readonly mostListed: number;
  readonly mostChanges: number;
};

type Growing = Pick<WhatIfChange, 'kind' | 'cause' | 'detail' | 'lost' | 'running' | 'draft'> & {
  signIns: number;
  attempts: number;
  lastAt: number | null;
  decidedOtherwise: number;
  readonly people: Map<string, Listed>;
  readonly addresses: Map<string, Listed>;
  readonly byOlderCertificate: Set<string>;
};

/** What the draft does to one way a person comes; no change where it changes nothing. */
type Way = { readonly change: Growing | undefined; readonly isOlderCertificate?: true };

/**
 * Takes observations, the newest first, and keeps what changes. People are judged by what they do next: a person has a way for each
 * network they come from, decided by their newest sign-in from there, and by the certificate they came with last from anywhere, as the
 * page Mapping judges them. What an older certificate of theirs would meet is counted beside it.
 *
 * Deciding costs once for each different address, and judging once for each different person, network and certificate; an observation
 * that is like one before is only counted. Memory grows with the same, and not with the sign-ins.
 */
export function collectChanges(rules: WhatIfRules) {
  const pairs = new Map<string, FlowPair | undefined>();
  const changed = new Map<string, number>();
  const worst = new Map<string, number>();
  const changes = new Map<string, Growing>();
  const ways = new Map<string, Way>();
  const lastCertificates = new Map<string, SeenCertificate>();
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

  function changeFor(found: FoundChange, pair: FlowPair): Growing {
    const change = changes.get(found.key) ?? begin(found, pair);
    changes.set(found.key, change);
    return change;
  }

  function judge(seen: Observation, pair: FlowPair): Way {
    const found = changeOf(pair, seen, rules);
    const rank = found === undefined ? changeKinds.length : changeKinds.indexOf(found.kind);
    if (seen.person !== undefined) worst.set(seen.person.id, Math.min(rank, worst.get(seen.person.id) ?? rank));
    return { change: found === undefined ? undefined : changeFor(found, pair) };
  }

  /** The way somebody comes by an older certificate is that of their last one, unless the draft has something against the older. */
  function judgeOlder(seen: Observation, pair: FlowPair, last: SeenCertificate): Way {
    const way = wayOf({ ...seen, certificate: last }, pair);
    const found = changeOf(pair, seen, rules);
    if (found === undefined || found.cause === 'flow') return way;
    const change = changeFor(found, pair);
    return change === way.change ? way : { change, isOlderCertificate: true };
  }

  /** Whatever is older that way is not judged again. */
  function wayOf(seen: Observation, pair: FlowPair): Way {
    const { person, certificate } = seen;
    if (person === undefined) return judge(seen, pair);
    const network = JSON.stringify([person.id, networksOf(pair)]);
    const key = certificate === undefined ? network : `${network} ${certificate.fingerprint}`;
    const known = ways.get(key);
    if (known !== undefined) return known;
    const last = lastCertificates.get(person.id) ?? certificate;
    const isLast = certificate === undefined || last === undefined || certificate.fingerprint === last.fingerprint;
    const way = isLast ? judge(seen, pair) : judgeOlder(seen, pair, last);
    ways.set(key, way);
    // Whoever came from there by a certificate since, does not come without one next.
    if (!ways.has(network)) ways.set(network, way);
    return way;
  }

  function add(seen: Observation): void {
    const pair = pairOf(seen.address);
    if (pair === undefined) {
      total.unreadable += seen.signIns + seen.attempts;
      return;
    }
    total.signIns += seen.signIns;
    total.attempts += seen.attempts;
    const { person, certificate } = seen;
    if (person !== undefined && certificate !== undefined && !lastCertificates.has(person.id))
      lastCertificates.set(person.id, certificate);
    const way = wayOf(seen, pair);
    if (way.change === undefined) {
      unchanged.signIns += seen.signIns;
      unchanged.attempts += seen.attempts;
      return;
    }
    const rank = changeKinds.indexOf(way.change.kind);
    changed.set(pair.address, Math.min(rank, changed.get(pair.address) ?? rank));
    grow(way.change, seen, pair);
    if (person === undefined) return;
    if (way.isOlderCertificate) way.change.byOlderCertificate.add(person.id);
    else count(way.change.people, person.id, person.name, seen);
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
        // Who comes from one place by both is listed, and not counted twice.
        byOlderCertificate: [...change.byOlderCertificate].filter((id) => !change.people.has(id)).length,
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
  const keyOf = (kind: ChangeKind, what: string) =>
    [kind, what, pair.running.methods, pair.draft.methods, networksOf(pair)].join('|');
  const stays = seen.used === 'client-certificate' && pair.draft.methods.includes('client-certificate');
  const fault = stays && seen.certificate !== undefined ? rules.certificateFault?.(seen.certificate) : undefined;
  if (fault !== undefined) {
    const kind = faultKind(fault, pair);
    if (flow === undefined || changeKinds.indexOf(flow.kind) > changeKinds.indexOf(kind)) {
      const lost = kind === 'not-known' ? [] : (['client-certificate'] as const);
      return { kind, ...fault, lost, key: keyOf(kind, `${fault.cause} ${fault.detail}`) };
    }
  }
  if (flow === undefined) return undefined;
  return { ...flow, cause: 'flow', detail: '', key: keyOf(flow.kind, flow.lost.join()) };
}

/** A refused certificate is followed by the next method, if there is one: whoever has a password still gets in with it. */
function faultKind({ cause }: CertificateFault, { draft }: FlowPair): ChangeKind {
  if (isUndecidable(cause)) return 'not-known';
  return draft.methods.includes('password') ? 'loses-method' : 'may-be-refused';
}

function networksOf({ running, draft }: FlowPair): string {
  return `${networkKey(running.matched)} ${networkKey(draft.matched)}`;
}

function begin({ kind, cause, detail, lost }: FoundChange, { running, draft }: FlowPair): Growing {
  const counts = { signIns: 0, attempts: 0, lastAt: null, decidedOtherwise: 0 };
  const lists = { people: new Map(), addresses: new Map(), byOlderCertificate: new Set<string>() };
  return { kind, cause, detail, lost, running, draft, ...counts, ...lists };
}

function grow(change: Growing, seen: Observation, pair: FlowPair): void {
  change.signIns += seen.signIns;
  change.attempts += seen.attempts;
  change.lastAt = later(change.lastAt, seen.lastAt);
  if (seen.recordedMethods !== undefined && seen.recordedMethods.join() !== pair.running.methods.join())
    change.decidedOtherwise += seen.signIns + seen.attempts;
  count(change.addresses, pair.address, pair.address, seen);
}

/** The name is the newest one. */
function count(list: Map<string, Listed>, id: string, name: string, { signIns, attempts, lastAt }: Observation): void {
  const before = list.get(id) ?? { name, signIns: 0, attempts: 0, lastAt: null };
  list.set(id, {
    name: before.name,
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
  const counts = {
    refused: 0,
    'may-be-refused': 0,
    'loses-method': 0,
    'not-known': 0,
    'other-methods': 0,
    'other-network': 0,
  };
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
