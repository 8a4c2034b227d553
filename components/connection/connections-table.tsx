'use client';

import Link from 'next/link';
import { ExpiryBadge } from '#components/connection/expiry-badge.tsx';
import { MethodList } from '#components/connection/method-list.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { ConnectionSummaryView } from '#lib/contracts/connection.ts';

/** One row a connection; on narrow screens its cells wrap under the name. */
export function ConnectionsTable({ connections }: { connections: readonly ConnectionSummaryView[] }) {
  return (
    <div className="overflow-hidden rounded-md border bg-surface">
      <table aria-label="Connections" className="block w-full text-left lg:table">
        <thead className="hidden border-b bg-sunken text-xs text-muted lg:table-header-group">
          <tr>
            {['Connection', 'Methods on', 'Networks', 'Connectors', 'First expiry', 'Draft'].map((name) => (
              <th key={name} scope="col" className="px-4 py-2 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line lg:table-row-group">
          {connections.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ConnectionRow({ connection }: { connection: ConnectionSummaryView }) {
  const { runningRevision, changes, networks } = connection;
  const cell = 'lg:px-4 lg:py-3 align-middle';
  return (
    <tr className="relative flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-3 hover:bg-hover lg:table-row">
      <th scope="row" className={`${cell} basis-full text-left font-normal`}>
        <Link
          href={`/connections/${connection.id}`}
          className="font-medium break-words after:absolute after:inset-0 hover:text-accent"
        >
          {connection.name}
        </Link>
        <p className="text-xs text-muted">
          {runningRevision === null ? 'nothing published' : `revision ${runningRevision} runs`}
        </p>
      </th>
      <td className={`${cell} text-muted`}>
        <MethodList methods={connection.methods} />
      </td>
      <td className={`${cell} text-muted`}>
        {networks}
        <span className="lg:hidden"> {networks === 1 ? 'network' : 'networks'}</span>
      </td>
      <td className={cell}>
        <OnlineBadge {...connection.connectors} />
      </td>
      <td className={cell}>
        <ExpiryBadge expiry={connection.firstExpiry} />
      </td>
      <td className={`${cell} ${changes > 0 ? 'font-medium' : 'text-muted'}`}>
        <span className="lg:hidden">draft: </span>
        {draftText(connection)}
      </td>
    </tr>
  );
}

function draftText({ changes, runningRevision }: ConnectionSummaryView): string {
  if (changes === 0) return runningRevision === null ? 'empty' : 'as published';
  return changes === 1 ? '1 change' : `${changes} changes`;
}

function OnlineBadge({ online, total }: { online: number; total: number }) {
  if (total === 0) return <Badge tone="neutral">none yet</Badge>;
  return (
    <Badge tone={online === total ? 'good' : online === 0 ? 'bad' : 'attention'}>
      {online} of {total} online
    </Badge>
  );
}
