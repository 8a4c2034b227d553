import { relativeTime } from '#components/ui/moment.tsx';
import { count } from '#components/words/count.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import type { RevocationRowView } from '#lib/contracts/revocation-board.ts';

export type BoardRow = RevocationRowView & { readonly connector: string; readonly isOnline: boolean };

/** Of all connectors; those where sign-ins fail first come first. */
export function boardRowsOf(connectors: readonly ConnectorView[]): readonly BoardRow[] {
  const rows = connectors.flatMap(({ name, state, revocation }) =>
    (revocation?.rows ?? []).map((row) => ({ ...row, connector: name, isOnline: state === 'online' })),
  );
  const rank = (row: BoardRow) => (row.state === 'current' ? 2 : row.state === 'not-asked' ? 1 : 0);
  const end = (row: BoardRow) => row.failsAt ?? Number.POSITIVE_INFINITY;
  // Infinity from itself is not a number.
  return rows.sort((a, b) => (end(a) === end(b) ? rank(a) - rank(b) : end(a) - end(b)));
}

export const kindWords = {
  ocsp: 'OCSP responder',
  crl: 'List',
  delta: 'List of changes',
  uploaded: 'Uploaded list',
} as const satisfies Record<RevocationRowView['kind'], string>;

const stateLooks = {
  current: { tone: 'good', words: 'current' },
  ended: { tone: 'bad', words: 'ended' },
  unreachable: { tone: 'bad', words: 'unreachable' },
  unusable: { tone: 'bad', words: 'not usable' },
  'not-asked': { tone: 'neutral', words: 'not asked yet' },
} as const satisfies Record<RevocationRowView['state'], { tone: 'good' | 'bad' | 'neutral'; words: string }>;

/** Nobody tells when a list ends while nothing else happens; milliseconds since 1970. */
export function stateLookOf({ state, nextUpdate }: RevocationRowView, now: number | undefined) {
  const hasEnded = state === 'current' && nextUpdate !== undefined && now !== undefined && now > nextUpdate;
  return stateLooks[hasEnded ? 'ended' : state];
}

const absolute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** `27 Jul 2026, 18:00`, where the reader is. */
export function exactTime(at: number): string {
  return absolute.format(at);
}

export type Failure = {
  readonly tone: 'bad' | 'attention' | 'neutral';
  /** `fail since 27 Jul 2026, 18:00`. */
  readonly words: string;
  /** `in 2 hours`, where it is still to come. */
  readonly ahead: string | undefined;
};

/** When sign-ins fail at this place, as things stand; undefined where they do not. */
export function failureOf(row: RevocationRowView, now: number): Failure | undefined {
  const { failsAt, mode } = row;
  if (mode === 'fail-open' || failsAt === undefined) return undefined;
  if (failsAt <= now) return { tone: 'bad', words: `fail since ${exactTime(failsAt)}`, ahead: undefined };
  const ahead = failsAt - now < 60_000 ? 'in less than a minute' : relativeTime(failsAt, now);
  return { tone: isAtRisk(row, now) ? 'attention' : 'neutral', words: `will fail at ${exactTime(failsAt)}`, ahead };
}

const dayMs = 24 * 3_600_000;

/**
 * Every list ends, and most are replaced in time: that is no news. It is where the last try failed, where somebody has to upload the
 * next one within a week, and where the next one has not come in the last tenth of its life, a day at most.
 */
function isAtRisk({ kind, state, thisUpdate, failsAt = 0 }: RevocationRowView, now: number): boolean {
  if (state !== 'current') return true;
  if (kind === 'uploaded') return failsAt - now < 7 * dayMs;
  return failsAt - now < Math.min(dayMs, (failsAt - (thisUpdate ?? 0)) / 10);
}

export type BoardAnswer = {
  readonly tone: 'good' | 'attention' | 'bad' | 'neutral';
  readonly title: string;
  readonly text: string;
};

/** Whether sign-ins fail, and when: what somebody who looks at the board wants to know. Of connectors that are there. */
export function boardAnswerOf(rows: readonly BoardRow[], now: number): BoardAnswer {
  const counting = rows.filter(({ isOnline, mode }) => isOnline && mode === 'fail-closed');
  const judged = counting.flatMap((row) => {
    const failure = failureOf(row, now);
    return failure === undefined || row.failsAt === undefined ? [] : [{ row, failsAt: row.failsAt, ...failure }];
  });
  const [first] = judged;
  const failing = judged.filter(({ tone }) => tone === 'bad');
  if (failing.length > 0)
    return {
      tone: 'bad',
      title: `Sign-ins with certificates from ${namesOf(failing)} fail on ${connectorsOf(failing)} since ${exactTime(Math.min(...failing.map(({ failsAt }) => failsAt)))}`,
      text: `Nobody can tell whether these certificates were revoked, and it is required. ${remedyOf(failing)}`,
    };
  const endangered = judged.filter(({ tone }) => tone === 'attention');
  const [next] = endangered;
  if (next !== undefined)
    return {
      tone: 'attention',
      title: `Sign-ins with certificates from ${namesOf([next])} ${next.words}, ${next.ahead ?? ''}`,
      text:
        next.row.kind === 'uploaded'
          ? 'The list was uploaded, so nobody fetches the next one. Upload it under Methods before.'
          : 'No newer list could be had so far. Connectors go on trying until then.',
    };
  if (counting.length === 0)
    return rows.some(({ isOnline }) => isOnline)
      ? {
          tone: 'neutral',
          title: 'Sign-ins do not fail for want of a list',
          text: 'Where nothing can be had, people get in all the same, and the log says so.',
        }
      : { tone: 'neutral', title: 'No connector is online', text: 'Below is what they last told.' };
  return {
    tone: 'good',
    title: 'Sign-ins do not fail',
    text:
      first === undefined
        ? 'No list that is required has an end. Responders, and what is not asked yet, are asked when somebody signs in.'
        : `What ends first is the list of ${first.row.name}, at ${exactTime(first.failsAt)}. Connectors fetch the next one before.`,
  };
}

function remedyOf(failures: Named): string {
  return failures.every(({ row }) => row.kind === 'uploaded')
    ? 'Upload the next list under Methods, or do not require it there.'
    : 'Let the connector reach the address, upload a list under Methods, or do not require it there.';
}

type Named = readonly { readonly row: BoardRow }[];

function namesOf(failures: Named): string {
  return fewOf(
    failures.map(({ row }) => row.name),
    'authority',
    'authorities',
  );
}

function connectorsOf(failures: Named): string {
  return fewOf(
    failures.map(({ row }) => row.connector),
    'connector',
    'connectors',
  );
}

/** One or two by name, more by number. */
function fewOf(names: readonly string[], one: string, many: string): string {
  const distinct = [...new Set(names)];
  return distinct.length > 2 ? count(distinct.length, one, many) : distinct.join(' and ');
}

/** `412 KB, 1,204 entries`. */
export function sizeWords({ kind, bytes, entries }: RevocationRowView): string {
  const things = kind === 'ocsp' ? 'answer' : 'entry';
  return [
    bytes === undefined ? undefined : bytesText(bytes),
    entries === undefined ? undefined : count(entries, things, kind === 'ocsp' ? 'answers' : 'entries'),
  ]
    .filter((one) => one !== undefined)
    .join(', ');
}

function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
