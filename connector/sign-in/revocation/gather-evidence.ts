import type { ListKeeper } from '#connector/sign-in/revocation/keep-lists.ts';
import type { AuthorityRule, RevocationPlan } from '#connector/sign-in/revocation/revocation-plan.ts';
import { steadyAround } from '#connector/sign-in/revocation/steady-around.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { crlUrls } from '#lib/pki/revocation/crl-urls.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';
import type { RevocationEvidence } from '#lib/pki/revocation/revocation-verdict.ts';

/** What there is to say of the certificates of one path. */
export type Gathered = {
  readonly evidence: RevocationEvidence;
  /** The same while the evidence is the same. */
  readonly id: string;
  /** From then to then nothing of it begins or ends; milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  /** What was looked at, and what could not be had, for an administrator. */
  readonly seen: readonly string[];
  readonly faults: readonly string[];
};

/** As of a moment (milliseconds since 1970); waits only where nothing that counts is kept. */
export type GatherEvidence = (path: readonly Certificate[], plan: RevocationPlan, at: number) => Promise<Gathered>;

export type EvidenceKeepers = { readonly lists: ListKeeper };

type Found = {
  readonly lists: readonly RevocationList[];
  readonly faults: readonly string[];
};

export function gatherEvidence(keepers: EvidenceKeepers): GatherEvidence {
  const numbers = numberThings();
  return async (path, plan, at) => {
    const found = await Promise.all(
      path.slice(1).map((issuer, depth) => {
        const certificate = path[depth];
        const rule = plan.ruleOf(issuer);
        return certificate === undefined || rule.mode === 'off'
          ? nothing
          : findFor({ certificate, issuer, rule, at }, keepers);
      }),
    );
    const crls = [...new Set(found.flatMap(({ lists }) => lists))];
    return {
      evidence: { crls, ocsp: [] },
      id: crls.map(numbers).join(' '),
      ...steadyAround(at, crls.map(spanOf)),
      seen: crls.map(listWords),
      faults: found.flatMap(({ faults }) => faults),
    };
  };
}

const nothing: Found = { lists: [], faults: [] };

type Wanted = {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly rule: AuthorityRule;
  readonly at: number;
};

/** A responder's answer is enough; lists are the way where there is none (RFC 5280 section 4.2.2.1 names responders, section 4.2.1.13 lists). */
async function findFor(wanted: Wanted, keepers: EvidenceKeepers): Promise<Found> {
  const { certificate, issuer, rule } = wanted;
  const { source } = rule;
  if (source.kind === 'uploaded')
    return {
      lists: source.lists.flatMap(({ list }) => (list === undefined ? [] : [list])),
      faults: source.lists.flatMap(({ fault }) =>
        fault === undefined ? [] : [`a list that was uploaded for “${displayName(issuer)}”: ${fault}`],
      ),
    };
  if (source.kind === 'ocsp') return nothing;
  const urls = source.kind === 'url' ? [source.crlUrl] : crlUrls(certificate);
  if (urls.length === 0)
    return { ...nothing, faults: [`“${displayName(certificate)}” names no http address of a list`] };
  return listsOf(wanted, 'crl', urls, keepers.lists);
}

/** The addresses of one certificate lead to the same list (RFC 5280 section 4.2.1.13): the first that has one is enough. */
async function listsOf(
  { issuer, at }: Wanted,
  kind: 'crl' | 'delta',
  urls: readonly string[],
  keeper: ListKeeper,
): Promise<Found> {
  const lists: RevocationList[] = [];
  const faults: string[] = [];
  for (const url of urls) {
    const { value, fault } = await keeper.get({ kind, url, issuer }, at);
    if (value !== undefined) lists.push(value);
    if (fault !== undefined) faults.push(`${url}: ${fault.detail}`);
    if (value !== undefined && (value.nextUpdate === undefined || at <= value.nextUpdate)) break;
  }
  return { lists, faults };
}

function spanOf({
  thisUpdate,
  nextUpdate = Number.POSITIVE_INFINITY,
}: Pick<RevocationList, 'thisUpdate' | 'nextUpdate'>) {
  return { notBefore: thisUpdate, notAfter: nextUpdate };
}

function listWords({ issuer, thisUpdate, entryCount }: RevocationList): string {
  return `list of ${issuer.text} from ${new Date(thisUpdate).toISOString()} with ${entryCount} entries`;
}

/** Numbers stand for lists, which are large: what is remembered must not keep one that was replaced long ago. */
function numberThings(): (thing: object) => number {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  return (thing) => {
    const known = numbers.get(thing);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(thing, last);
    return last;
  };
}
