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
  ocsp: 'OCSP',
  crl: 'list',
  delta: 'list of changes',
  uploaded: 'uploaded list',
} as const satisfies Record<RevocationRowView['kind'], string>;

export const stateLook = {
  current: { tone: 'good', words: 'current' },
  ended: { tone: 'bad', words: 'ended' },
  unreachable: { tone: 'bad', words: 'unreachable' },
  unusable: { tone: 'bad', words: 'not usable' },
  'not-asked': { tone: 'neutral', words: 'not asked yet' },
} as const satisfies Record<RevocationRowView['state'], { tone: 'good' | 'bad' | 'neutral'; words: string }>;

const soonMs = 24 * 3_600_000;

export type Failure = { readonly tone: 'bad' | 'attention' | 'neutral'; readonly words: string };

/** When sign-ins fail at this place, as things stand; undefined where they do not. */
export function failureOf({ failsAt, mode }: RevocationRowView, now: number): Failure | undefined {
  if (mode === 'fail-open' || failsAt === undefined) return undefined;
  if (failsAt <= now) return { tone: 'bad', words: `Sign-ins fail since ${relativeTime(failsAt, now)}` };
  const tone = failsAt - now < soonMs ? 'attention' : 'neutral';
  return { tone, words: `Sign-ins will fail ${relativeTime(failsAt, now)}` };
}

/** `412 KB, 1,204 entries, fetched in 80 ms`. */
export function sizeWords({ kind, bytes, entries, tookMs }: RevocationRowView): string {
  const things = kind === 'ocsp' ? 'answer' : 'entry';
  return [
    bytes === undefined ? undefined : bytesText(bytes),
    entries === undefined ? undefined : count(entries, things, kind === 'ocsp' ? 'answers' : 'entries'),
    tookMs === undefined ? undefined : `in ${Math.round(tookMs).toLocaleString('en')} ms`,
  ]
    .filter((one) => one !== undefined)
    .join(', ');
}

function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
