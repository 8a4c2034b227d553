'use client';

import {
  type BoardRow,
  boardRowsOf,
  failureOf,
  kindWords,
  sizeWords,
  stateLook,
} from '#components/connectors/board-words.ts';
import { Badge } from '#components/ui/badge.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '#components/ui/table.tsx';
import { useNow } from '#components/ui/use-now.ts';
import { count } from '#components/words/count.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';

/** What the connectors know of revoked certificates: where they ask, how old it is, and when sign-ins fail. */
export function RevocationBoard({ view }: { view: ConnectionView }) {
  const rows = boardRowsOf(view.connectors);
  const left = view.connectors.reduce((sum, { revocation }) => sum + (revocation?.left ?? 0), 0);
  return (
    <Section
      title="Revocation"
      description="Where each connector asks whether a certificate was revoked. Lists and answers are fetched by the connector and looked for anew before they end."
    >
      {rows.length === 0 ? (
        <EmptyState
          title="Nothing is looked up"
          text="Revocation is off in what runs, or no connector has told anything yet. It is turned on under Methods."
        />
      ) : (
        <Table aria-label="Revocation">
          <TableHead>
            <tr>
              <TableHeader>Authority</TableHeader>
              <TableHeader>State</TableHeader>
              <TableHeader>Where</TableHeader>
              <TableHeader>From – until</TableHeader>
              <TableHeader>Fetched</TableHeader>
              <TableHeader>Connector</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <BoardLine key={`${row.connector} ${row.authority} ${row.kind} ${row.url}`} row={row} />
            ))}
          </TableBody>
        </Table>
      )}
      {left > 0 && <p className="text-muted">{count(left, 'further place')} did not fit into what connectors tell.</p>}
    </Section>
  );
}

function BoardLine({ row }: { row: BoardRow }) {
  const now = useNow();
  const look = stateLook[row.state];
  const failure = now === undefined ? undefined : failureOf(row, now);
  return (
    <TableRow>
      <TableCell className="min-w-40">
        <span className="font-medium break-words">{row.name}</span>
        <p className="text-xs text-muted">{row.mode}</p>
      </TableCell>
      <TableCell className="min-w-52">
        {failure !== undefined && (
          <p className="mb-1">
            <Badge tone={failure.tone}>{failure.words}</Badge>
          </p>
        )}
        <Badge tone={look.tone}>{look.words}</Badge>
        {row.detail !== undefined && <p className="mt-1 text-xs text-pretty break-words text-muted">{row.detail}</p>}
      </TableCell>
      <TableCell className="max-w-72 min-w-40">
        {kindWords[row.kind]}
        {row.url !== '' && (
          <p className="text-xs">
            <CopyText text={row.url} />
          </p>
        )}
        {row.url === '' && row.state === 'not-asked' && (
          <p className="text-xs text-pretty text-muted">the first certificate tells the address</p>
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {row.thisUpdate === undefined ? <span className="text-faint">–</span> : <Moment at={row.thisUpdate} isExact />}
        {row.thisUpdate !== undefined && (
          <p className="text-muted">
            {row.nextUpdate === undefined ? 'no end' : <Moment at={row.nextUpdate} isExact />}
          </p>
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {row.askedAt === undefined ? <span className="text-faint">–</span> : <Moment at={row.askedAt} />}
        <p className="text-xs text-muted">{sizeWords(row)}</p>
      </TableCell>
      <TableCell>
        {row.connector}
        {!row.isOnline && <p className="text-xs text-muted">as it last told</p>}
      </TableCell>
    </TableRow>
  );
}
