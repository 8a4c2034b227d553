'use client';

import { Moment } from '#components/ui/moment.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '#components/ui/table.tsx';
import { count } from '#components/words/count.ts';
import type { WhatIfChange } from '#lib/flow/what-if-answer.ts';

type AffectedListProps = {
  title: 'People' | 'Addresses';
  /** Which change it is of, for those who do not see where it stands: several may be open. */
  of: string;
  list: WhatIfChange['people'];
  isMono?: boolean;
  /** Pasted addresses have no sign-ins. */
  isCounted?: boolean;
};

/** Who or from where, the latest first. */
export function AffectedList({ title, of, list, isMono = false, isCounted = true }: AffectedListProps) {
  const more = list.count - list.listed.length;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Table aria-label={`${title}, ${of}`}>
        <TableHead>
          <TableRow>
            <TableHeader className="w-1/2">
              {count(list.count, title === 'People' ? 'person' : 'address', title.toLowerCase())}
            </TableHeader>
            {isCounted && <TableHeader className="w-1/4">Sign-ins</TableHeader>}
            {isCounted && <TableHeader>Last</TableHeader>}
          </TableRow>
        </TableHead>
        <TableBody>
          {list.listed.map(({ name, signIns, attempts, lastAt }) => (
            <TableRow key={name}>
              <TableCell className={isMono ? 'font-mono text-[13px] break-all' : 'break-words'}>{name}</TableCell>
              {isCounted && (
                <TableCell className="whitespace-nowrap">
                  {signIns.toLocaleString('en')}
                  {attempts > 0 && <span className="text-muted"> and {attempts.toLocaleString('en')} that failed</span>}
                </TableCell>
              )}
              {isCounted && (
                <TableCell className="whitespace-nowrap text-muted">
                  {lastAt !== null && <Moment at={lastAt} />}
                </TableCell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {more > 0 && <p className="text-muted">And {more.toLocaleString('en')} more; the files hold all of them.</p>}
    </div>
  );
}
