'use client';

import Link from 'next/link';
import { durationWords, resultOf } from '#components/sign-ins/sign-in-words.ts';
import { Badge } from '#components/ui/badge.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { useNow } from '#components/ui/use-now.ts';
import type { SignInSummaryView } from '#lib/contracts/sign-in.ts';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';
import { methodName } from '#lib/flow/flow-settings.ts';

type SignInsTableProps = { rows: readonly SignInSummaryView[]; hasConnection: boolean };

/** One row a sign-in; on narrow screens its cells stack under the name. */
export function SignInsTable({ rows, hasConnection }: SignInsTableProps) {
  const titles = ['When', 'Who', 'From', 'Result', 'Why', hasConnection ? 'Where to' : 'Application', 'Incident'];
  return (
    <div className="overflow-hidden rounded-md border bg-surface">
      <table aria-label="Sign-ins" className="block w-full text-left lg:table lg:table-fixed">
        <thead className="hidden border-b bg-sunken text-xs text-muted lg:table-header-group">
          <tr>
            {titles.map((title) => (
              <th key={title} scope="col" className={`px-3 py-2 font-medium ${widths[title] ?? ''}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line lg:table-row-group">
          {rows.map((row) => (
            <SignInRow key={row.id} row={row} hasConnection={hasConnection} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const widths: Readonly<Record<string, string>> = { When: 'w-30', Result: 'w-46', Incident: 'w-30' };

function SignInRow({ row, hasConnection }: { row: SignInSummaryView; hasConnection: boolean }) {
  const { tone, word } = resultOf(row, useNow());
  const cell = 'min-w-0 lg:px-3 lg:py-2 lg:align-top';
  return (
    <tr className="relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 px-3 py-3 hover:bg-hover lg:table-row">
      <td className={`${cell} order-2 justify-self-end text-xs whitespace-nowrap text-muted lg:text-sm`}>
        <Moment at={row.startedAt} />
      </td>
      <th scope="row" className={`${cell} order-1 text-left font-normal`}>
        <Link
          href={`/sign-ins/${row.id}`}
          className="font-medium break-words after:absolute after:inset-0 hover:text-accent"
        >
          {row.userName ?? <span className="font-normal text-muted">not known</span>}
        </Link>
      </th>
      <td className={`${cell} order-4 col-span-2`}>
        <span className="font-mono text-[13px] break-all">{row.address}</span>
        <span className="block text-xs break-words text-muted">{row.network}</span>
      </td>
      <td className={`${cell} order-3 col-span-2`}>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 lg:flex-col lg:items-start">
          <Badge tone={tone}>{word}</Badge>
          <span className="text-xs text-muted">
            {row.method === null ? triedWords(row) : methodName(row.method)}
            {row.tookMs !== null && ` · ${durationWords(row.tookMs)}`}
          </span>
        </span>
      </td>
      <td className={`${cell} order-5 col-span-2 ${row.state === 'refused' ? '' : 'text-muted'}`}>
        {row.reason !== null && signInReason(row.reason).title}
      </td>
      <td className={`${cell} order-6 col-span-2 text-xs text-muted lg:text-sm`}>
        <span className="break-words lg:block">{row.applicationName}</span>
        {hasConnection && (
          <span className="text-xs break-words text-muted lg:block">
            <span className="lg:hidden"> · </span>
            {row.connectionName}
          </span>
        )}
      </td>
      <td className={`${cell} order-7 col-span-2`}>
        {/* Above the link that fills the row. */}
        <CopyText text={row.id} className="relative z-1 text-muted" />
      </td>
    </tr>
  );
}

function triedWords({ tried }: SignInSummaryView): string {
  return tried.length === 0 ? 'nothing tried' : tried.map(methodName).join(', ');
}
