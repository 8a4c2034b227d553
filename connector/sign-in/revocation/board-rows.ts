import { oneLine } from '#connector/sign-in/one-line.ts';
import type { Kept } from '#connector/sign-in/revocation/keep-fresh.ts';
import type { ListKeeper } from '#connector/sign-in/revocation/keep-lists.ts';
import type { RevocationPlan, UploadedList } from '#connector/sign-in/revocation/revocation-plan.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';
import type { RevocationRow } from '#lib/wire/revocation-board.ts';

export type BoardParts = {
  readonly authorities: readonly Certificate[];
  readonly plan: RevocationPlan;
  readonly lists: ReturnType<ListKeeper['all']>;
  readonly at: number;
};

/** Of each authority that is looked up, every place where it is asked; those where sign-ins fail first come first. */
export function boardRows(parts: BoardParts): readonly RevocationRow[] {
  const byKey = new Map(parts.authorities.map((authority) => [authority.spkiFingerprint, authority]));
  const rows = [...byKey.values()].flatMap((authority) => rowsOf(authority, parts));
  return rows.sort((a, b) => (a.failsAt ?? Number.POSITIVE_INFINITY) - (b.failsAt ?? Number.POSITIVE_INFINITY));
}

function rowsOf(authority: Certificate, { plan, lists, at }: BoardParts): readonly RevocationRow[] {
  const { mode, source } = plan.ruleOf(authority);
  if (mode === 'off') return [];
  const shared = {
    authority: authority.spkiFingerprint,
    name: oneLine(displayName(authority), 120),
    mode,
  } as const;
  const own = lists.filter(({ source: { issuer } }) => issuer.spkiFingerprint === authority.spkiFingerprint);
  const rows: readonly RevocationRow[] =
    source.kind === 'uploaded'
      ? source.lists.map((uploaded) => ({ ...shared, kind: 'uploaded', url: '', ...uploadedFacts(uploaded, at) }))
      : own.map(({ source: { kind, url }, ...kept }) => ({
          ...shared,
          kind,
          url: oneLine(url, 300),
          ...keptFacts(kept, at),
        }));
  if (rows.length === 0) return [{ ...shared, kind: 'crl', url: '', state: 'not-asked' }];
  return mode === 'fail-closed' ? withFailure(rows, at) : rows;
}

/** From when on nobody gets in: when a list ends; where there is none at all, since nobody could be told anything. */
function withFailure(rows: readonly RevocationRow[], at: number): readonly RevocationRow[] {
  const isAnyCurrent = rows.some(
    ({ kind, nextUpdate, entries }) => kind !== 'delta' && entries !== undefined && at <= (nextUpdate ?? at),
  );
  return rows.map((row) => {
    if (row.kind === 'delta' || row.state === 'not-asked') return row;
    if (row.entries !== undefined) return row.nextUpdate === undefined ? row : { ...row, failsAt: row.nextUpdate };
    return isAnyCurrent || row.askedAt === undefined ? row : { ...row, failsAt: row.askedAt };
  });
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
