import { oneLine } from '#connector/sign-in/one-line.ts';
import type { AnswerKeeper, KeptAnswer } from '#connector/sign-in/revocation/keep-answers.ts';
import type { Kept } from '#connector/sign-in/revocation/keep-fresh.ts';
import type { ListKeeper } from '#connector/sign-in/revocation/keep-lists.ts';
import type { AuthorityRule, RevocationPlan, UploadedList } from '#connector/sign-in/revocation/revocation-plan.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';
import type { RevocationRow } from '#lib/wire/revocation-board.ts';

export type BoardParts = {
  readonly authorities: readonly Certificate[];
  readonly plan: RevocationPlan;
  readonly lists: ReturnType<ListKeeper['all']>;
  readonly answers: ReturnType<AnswerKeeper['all']>;
  readonly at: number;
};

/** Of each authority that is looked up, every place where it is asked; those where sign-ins fail first come first. */
export function boardRows(parts: BoardParts): readonly RevocationRow[] {
  const byKey = new Map(parts.authorities.map((authority) => [authority.spkiFingerprint, authority]));
  const rows = [...byKey.values()].flatMap((authority) => rowsOf(authority, parts));
  return rows.sort((a, b) => (a.failsAt ?? Number.POSITIVE_INFINITY) - (b.failsAt ?? Number.POSITIVE_INFINITY));
}

function rowsOf(authority: Certificate, { plan, lists, answers, at }: BoardParts): readonly RevocationRow[] {
  const { mode, source } = plan.ruleOf(authority);
  if (mode === 'off') return [];
  const shared = {
    authority: authority.spkiFingerprint,
    name: oneLine(displayName(authority), 120),
    mode,
  } as const;
  const own = lists.filter(({ source: { issuer } }) => issuer.spkiFingerprint === authority.spkiFingerprint);
  const asked = answers.filter(({ source: { issuer } }) => issuer.spkiFingerprint === authority.spkiFingerprint);
  const rows: readonly RevocationRow[] =
    source.kind === 'uploaded'
      ? source.lists.map((uploaded) => ({ ...shared, kind: 'uploaded', url: '', ...uploadedFacts(uploaded, at) }))
      : [
          ...responderRows(asked, at).map((row) => ({ ...shared, ...row })),
          ...own.map(({ source: { kind, url }, ...kept }) => ({
            ...shared,
            kind,
            url: oneLine(url, 300),
            ...keptFacts(kept, at),
          })),
        ];
  const places = source.kind === 'ocsp' ? rows.filter(({ kind }) => kind === 'ocsp') : rows;
  if (places.length === 0) return [{ ...shared, ...unknownPlace(source) }];
  if (mode !== 'fail-closed') return rows;
  // Lists beside a responder that was named are those that its own certificate is on.
  return [...withFailure(places, at), ...rows.filter((row) => !places.includes(row))];
}

function unknownPlace(source: AuthorityRule['source']): Pick<RevocationRow, 'kind' | 'url' | 'state'> {
  return source.kind === 'ocsp'
    ? { kind: 'ocsp', url: oneLine(source.url, 300), state: 'not-asked' }
    : { kind: 'crl', url: '', state: 'not-asked' };
}

/** One row for a responder, however many it was asked about: the last word of it. */
function responderRows(answers: ReturnType<AnswerKeeper['all']>, at: number) {
  const byUrl = new Map<string, (typeof answers)[number][]>();
  for (const answer of answers) byUrl.set(answer.source.url, [...(byUrl.get(answer.source.url) ?? []), answer]);
  return [...byUrl].map(([url, own]) => {
    const last = own.reduce((latest, one) => ((one.askedAt ?? 0) > (latest.askedAt ?? 0) ? one : latest));
    return { kind: 'ocsp', url: oneLine(url, 300), ...answerFacts(last, own, at) } as const;
  });
}

function answerFacts(last: Kept<KeptAnswer>, all: readonly Kept<KeptAnswer>[], at: number) {
  const { value, fault, askedAt, tookMs } = last;
  const isEnded = value !== undefined && at > value.nextUpdate;
  return {
    state: askedAt === undefined ? 'not-asked' : (fault?.kind ?? (isEnded ? 'ended' : 'current')),
    entries: all.filter((one) => one.value !== undefined).length,
    ...(askedAt === undefined ? {} : { askedAt }),
    ...(tookMs === undefined ? {} : { tookMs }),
    ...(value === undefined
      ? {}
      : { bytes: value.answer.der.length, thisUpdate: value.thisUpdate, nextUpdate: value.nextUpdate }),
    ...(fault === undefined ? {} : { detail: oneLine(fault.detail, 200) }),
  } as const;
}

/** From when on nobody gets in: when a list ends; where there is none at all, since nobody could be told anything. */
function withFailure(rows: readonly RevocationRow[], at: number): readonly RevocationRow[] {
  // A responder that answers makes lists a second way; each certificate has an answer of its own.
  if (rows.some(({ kind, state }) => kind === 'ocsp' && state === 'current')) return rows;
  const hasList = rows.some((row) => isComplete(row) && at <= (row.nextUpdate ?? at));
  return rows.map((row) => {
    if (isComplete(row)) return row.nextUpdate === undefined ? row : { ...row, failsAt: row.nextUpdate };
    const isNothing = row.kind !== 'delta' && row.askedAt !== undefined && row.thisUpdate === undefined && !hasList;
    return isNothing && row.askedAt !== undefined ? { ...row, failsAt: row.askedAt } : row;
  });
}

function isComplete({ kind, thisUpdate }: RevocationRow): boolean {
  return (kind === 'crl' || kind === 'uploaded') && thisUpdate !== undefined;
}

function keptFacts(kept: Kept<RevocationList>, at: number) {
  const { value, fault, askedAt, tookMs } = kept;
  return {
    state: stateOf(kept, at),
    ...(askedAt === undefined ? {} : { askedAt }),
    ...(tookMs === undefined ? {} : { tookMs }),
    ...(value === undefined ? {} : listFacts(value)),
    ...(fault === undefined ? {} : { detail: oneLine(fault.detail, 200) }),
  };
}

function stateOf({ value, fault, askedAt }: Kept<RevocationList>, at: number): RevocationRow['state'] {
  if (askedAt === undefined) return 'not-asked';
  if (fault !== undefined) return fault.kind;
  return value !== undefined && isEnded(value, at) ? 'ended' : 'current';
}

function uploadedFacts({ list, bytes, fault }: UploadedList, at: number) {
  if (list === undefined) return { state: 'unusable', bytes, detail: oneLine(fault ?? '', 200) } as const;
  return { state: isEnded(list, at) ? 'ended' : 'current', ...listFacts(list) } as const;
}

function isEnded({ nextUpdate }: RevocationList, at: number): boolean {
  return nextUpdate !== undefined && at > nextUpdate;
}

function listFacts({ der, entryCount, thisUpdate, nextUpdate }: RevocationList) {
  return {
    bytes: der.length,
    entries: entryCount,
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
  };
}
