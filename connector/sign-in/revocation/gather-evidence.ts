import type { AnswerKeeper, KeptAnswer } from '#connector/sign-in/revocation/keep-answers.ts';
import type { ListKeeper } from '#connector/sign-in/revocation/keep-lists.ts';
import { type Places, placesOf } from '#connector/sign-in/revocation/places-of.ts';
import type { AuthorityRule, RevocationPlan } from '#connector/sign-in/revocation/revocation-plan.ts';
import { steadyAround } from '#connector/sign-in/revocation/steady-around.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { deltaUrls } from '#lib/pki/revocation/crl-urls.ts';
import { isListOf } from '#lib/pki/revocation/list-fault.ts';
import { ocspNoCheck } from '#lib/pki/revocation/ocsp/ocsp-oids.ts';
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

export type EvidenceKeepers = { readonly lists: ListKeeper; readonly answers: AnswerKeeper };

type Found = {
  readonly lists: readonly RevocationList[];
  readonly answers: readonly KeptAnswer[];
  readonly faults: readonly string[];
};

type Tools = EvidenceKeepers & { readonly plan: RevocationPlan };

export function gatherEvidence(keepers: EvidenceKeepers): GatherEvidence {
  const numberOf = numberThings();
  return async (path, plan, at) => {
    const found = await Promise.all(
      path.slice(1).map((issuer, depth) => {
        const certificate = path[depth];
        const rule = plan.ruleOf(issuer);
        return certificate === undefined || rule.mode === 'off'
          ? nothing
          : findFor({ certificate, issuer, path, at }, rule, { ...keepers, plan }, mostSteps);
      }),
    );
    const { lists, answers, faults } = together(found);
    return {
      evidence: { crls: lists, ocsp: answers.map(({ answer }) => answer) },
      id: [...lists, ...answers].map(numberOf).join(' '),
      ...steadyAround(at, [...lists.map(spanOf), ...answers.flatMap(spansOf)]),
      seen: [...lists.map(listWords), ...answers.map(answerWords)],
      faults,
    };
  };
}

const nothing: Found = { lists: [], answers: [], faults: [] };

function together(found: readonly Found[]): Found {
  return {
    lists: [...new Set(found.flatMap(({ lists }) => lists))],
    answers: [...new Set(found.flatMap(({ answers }) => answers))],
    faults: [...new Set(found.flatMap(({ faults }) => faults))],
  };
}

type Wanted = {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly path: readonly Certificate[];
  readonly at: number;
};

/** From the signer of a list to the signer of the list it is on itself, and on: as far as lib/pki/revocation follows them. */
const mostSteps = 3;

/** A responder's answer is enough; lists are the way where there is none. */
async function findFor(wanted: Wanted, rule: AuthorityRule, tools: Tools, steps: number): Promise<Found> {
  const { certificate, issuer, at } = wanted;
  const { source } = rule;
  if (source.kind === 'uploaded') {
    const uploaded = {
      lists: source.lists.flatMap(({ list }) => list ?? []),
      answers: [],
      faults: source.lists.flatMap(({ fault }) =>
        fault === undefined ? [] : [`a list that came with the settings for “${displayName(issuer)}”: ${fault}`],
      ),
    };
    return together([uploaded, await findForSigners(wanted, uploaded.lists, tools, steps)]);
  }
  const places = placesOf(certificate, source);
  if (places.responders.length + places.points.length === 0)
    return { ...nothing, faults: [`“${displayName(certificate)}” names no http address of a list or a responder`] };
  const asked = await askResponders(wanted, places.responders, tools.answers);
  if (asked.answers.some(({ until }) => at <= until))
    return together([asked, await listsOfResponders(wanted, asked.answers, tools.lists)]);
  const fetched = await fetchLists(wanted, places, tools.lists);
  return together([asked, fetched, await findForSigners(wanted, fetched.lists, tools, steps)]);
}

/** More certificates than that do not sign an authority's lists, or issue one of those who do. */
const maxSigners = 4;

/** A list that somebody else signed counts as long as that one's certificate was not revoked (RFC 5280 section 6.3.3 (f)): it is looked up too. */
async function findForSigners(
  wanted: Wanted,
  lists: readonly RevocationList[],
  tools: Tools,
  steps: number,
): Promise<Found> {
  if (steps === 0) return nothing;
  const { issuer, path } = wanted;
  const known = [...path.slice(1), ...tools.plan.authorities];
  const signers = lists
    .filter((list) => !isListOf(list, issuer))
    .flatMap((list) => known.filter((one) => isListOf(list, one)))
    .filter((one) => !path.some(({ fingerprint }) => fingerprint === one.fingerprint));
  const found = distinct(signers).flatMap((certificate) =>
    distinct(known.filter(({ subject }) => isSameName(subject, certificate.issuer))).flatMap((above) => {
      const rule = tools.plan.ruleOf(above);
      return rule.mode === 'off' ? [] : findFor({ ...wanted, certificate, issuer: above }, rule, tools, steps - 1);
    }),
  );
  return together(await Promise.all(found));
}

function distinct(certificates: readonly Certificate[]): readonly Certificate[] {
  return [...new Map(certificates.map((one) => [one.fingerprint, one])).values()].slice(0, maxSigners);
}

/** The first that answers is enough. */
async function askResponders(
  { certificate, issuer, at }: Wanted,
  urls: readonly string[],
  keeper: AnswerKeeper,
): Promise<Found> {
  const answers: KeptAnswer[] = [];
  const faults: string[] = [];
  for (const url of urls) {
    const { value, fault } = await keeper.get({ url, certificate, issuer }, at);
    if (value !== undefined) answers.push(value);
    if (fault !== undefined) faults.push(`${url}: ${fault.detail}`);
    if (value !== undefined && at <= value.until) break;
  }
  return { lists: [], answers, faults };
}

/** More certificates than that do not belong to one responder. */
const maxResponders = 4;

/** A responder that was appointed is looked up itself, unless its certificate says that nobody needs to (RFC 6960 section 4.2.2.2.1). */
async function listsOfResponders(wanted: Wanted, answers: readonly KeptAnswer[], keeper: ListKeeper): Promise<Found> {
  const { issuer } = wanted;
  const appointed = answers
    .flatMap(({ answer }) => answer.certificates.slice(0, maxResponders))
    .filter((one) => isSameName(one.issuer, issuer.subject) && !one.extensionOids.includes(ocspNoCheck));
  const found = appointed.map((certificate) =>
    fetchLists({ ...wanted, certificate }, placesOf(certificate, { kind: 'certificate' }), keeper),
  );
  return together(await Promise.all(found));
}

async function fetchLists(wanted: Wanted, { points, deltas }: Places, keeper: ListKeeper): Promise<Found> {
  const complete = await Promise.all(points.map((urls) => firstList(wanted, 'crl', urls, keeper)));
  const { lists } = together(complete);
  const changes = [...new Set([...deltas, ...lists.flatMap((list) => deltaUrls(list))])];
  const found = changes.map((url) => firstList(wanted, 'delta', [url], keeper));
  return together([...complete, ...(await Promise.all(found))]);
}

/** The addresses of one point lead to the same list (RFC 5280 section 4.2.1.13): the first that has one is enough. */
async function firstList(
  { issuer, path, at }: Wanted,
  kind: 'crl' | 'delta',
  urls: readonly string[],
  keeper: ListKeeper,
): Promise<Found> {
  const lists: RevocationList[] = [];
  const faults: string[] = [];
  for (const url of urls) {
    const { value, fault } = await keeper.get({ kind, url, issuer, path }, at);
    if (value !== undefined) lists.push(value);
    if (fault !== undefined) faults.push(`${url}: ${fault.detail}`);
    if (value !== undefined && (value.nextUpdate === undefined || at <= value.nextUpdate)) break;
  }
  return { lists, answers: [], faults };
}

function spanOf({
  thisUpdate,
  nextUpdate = Number.POSITIVE_INFINITY,
}: Pick<RevocationList, 'thisUpdate' | 'nextUpdate'>) {
  return { notBefore: thisUpdate, notAfter: nextUpdate };
}

/** How far a responder's clock may be ahead, see status-by-answers.ts. */
const toleranceMs = 300_000;

/** Also of whoever signed it. */
function spansOf({ answer, thisUpdate, nextUpdate }: KeptAnswer) {
  return [{ notBefore: thisUpdate - toleranceMs, notAfter: nextUpdate }, ...answer.certificates];
}

function listWords({ issuer, thisUpdate, entryCount, baseNumber }: RevocationList): string {
  const what = baseNumber === undefined ? 'list' : 'list of changes';
  return `${what} of ${issuer.text} from ${new Date(thisUpdate).toISOString()} with ${entryCount} entries`;
}

function answerWords({ answer: { responder }, thisUpdate }: KeptAnswer): string {
  const who = responder.by === 'name' ? responder.name.text : `the key ${responder.keyDigest}`;
  return `OCSP answer of ${who} from ${new Date(thisUpdate).toISOString()}`;
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
