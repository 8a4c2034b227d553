import type { ReactNode } from 'react';
import {
  type BoardRow,
  exactTime,
  failureOf,
  kindWords,
  sizeWords,
  stateLookOf,
} from '#components/connectors/board-words.ts';
import { Badge } from '#components/ui/badge.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';

type RevocationBoardRowProps = {
  row: BoardRow;
  /** Milliseconds since 1970; undefined on the server. */
  now: number | undefined;
};

/** One place where one connector asks about one authority; on narrow screens the cells stack under its name. */
export function RevocationBoardRow({ row, now }: RevocationBoardRowProps) {
  const look = stateLookOf(row, now);
  const cell = 'min-w-0 lg:px-3 lg:py-2.5 lg:align-top';
  return (
    <tr className="flex flex-col gap-2 px-3 py-3 lg:table-row">
      <th scope="row" className={`${cell} text-left font-normal`}>
        <span className="font-medium break-words">{row.name}</span>
        <span className="block text-xs break-words text-muted">
          on {row.connector}
          {!row.isOnline && ', as it last told'}
        </span>
      </th>
      <td className={cell}>
        <span className="text-xs text-muted lg:hidden">Sign-ins </span>
        <SignIns row={row} now={now} />
      </td>
      <td className={cell}>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {kindWords[row.kind]}
          <Badge tone={look.tone}>{look.words}</Badge>
        </span>
        {row.url !== '' && (
          <span className="block text-xs">
            <CopyText text={row.url} wraps />
          </span>
        )}
        {row.detail !== undefined && <p className="text-xs text-pretty break-words text-bad">{row.detail}</p>}
        {row.url === '' && row.state === 'not-asked' && (
          <p className="text-xs text-pretty text-muted">the first certificate tells the address</p>
        )}
      </td>
      <td className={`${cell} ${row.thisUpdate === undefined ? 'hidden lg:table-cell' : ''}`}>
        {row.thisUpdate !== undefined && (
          <>
            <Line name="from">{exactTime(row.thisUpdate)}</Line>
            <Line name="until">{row.nextUpdate === undefined ? 'no end' : exactTime(row.nextUpdate)}</Line>
          </>
        )}
      </td>
      <td className={cell}>
        {row.askedAt !== undefined && (
          <p>
            <span className={row.detail === undefined ? 'text-muted lg:hidden' : 'text-muted'}>
              {row.detail === undefined ? 'fetched' : 'tried'}{' '}
            </span>
            <Moment at={row.askedAt} />
            {row.tookMs !== undefined && ` in ${Math.round(row.tookMs).toLocaleString('en')} ms`}
          </p>
        )}
        <p className="text-xs text-muted">{sizeWords(row)}</p>
      </td>
    </tr>
  );
}

function SignIns({ row, now }: RevocationBoardRowProps) {
  const failure = now === undefined ? undefined : failureOf(row, now);
  if (failure === undefined) return <p className="text-muted">{withoutEnd(row)}</p>;
  const { tone, words, ahead } = failure;
  return (
    <>
      {tone === 'neutral' ? <p>{words}</p> : <Badge tone={tone}>{words}</Badge>}
      {ahead !== undefined && (
        <p className="text-xs text-muted">
          {ahead}
          {tone === 'neutral' && ', unless the next one comes before'}
        </p>
      )}
    </>
  );
}

function withoutEnd({ kind, state, mode, nextUpdate }: BoardRow): string {
  if (mode === 'fail-open') return 'go on without it: it is not required';
  if (state === 'not-asked') return 'wait for it: it is required';
  if (kind === 'ocsp') return 'go on while it answers: it is required';
  if (kind === 'delta') return 'go on by the complete list without it';
  return nextUpdate === undefined ? 'go on: the list has no end' : 'go on by another way';
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <p className="flex gap-2 whitespace-nowrap">
      <span className="w-8 text-muted">{name}</span>
      {children}
    </p>
  );
}
