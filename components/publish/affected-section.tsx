'use client';

import Link from 'next/link';
import { useId } from 'react';
import { type Affected, affectedDays } from '#components/publish/use-affected.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { ChangeGroups } from '#components/what-if/change-groups.tsx';
import { OwnAddressNotice } from '#components/what-if/own-address-notice.tsx';
import { whatIfFileUrl } from '#components/what-if/queries.ts';
import { Reading } from '#components/what-if/reading.tsx';
import { count } from '#components/words/count.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { WhatIfView } from '#lib/contracts/what-if.ts';
import { whatIfSentence } from '#lib/flow/what-if-words.ts';

type AffectedSectionProps = {
  connection: ConnectionView;
  affected: Affected;
  isConfirmed: boolean;
  onConfirm: (isConfirmed: boolean) => void;
  /** A link leads out of the dialog. */
  onLeave: () => void;
};

/** Who is affected, of those who signed in lately: the answer first. */
export function AffectedSection({ connection, affected, isConfirmed, onConfirm, onLeave }: AffectedSectionProps) {
  const id = useId();
  const { view, problem, isGrave } = affected;
  const hasChanges = view !== undefined && view.answer.changes.length > 0;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h3 id={id} className="font-medium">
        Who is affected
      </h3>
      {problem !== undefined && <p className="text-pretty">It could not be told who is affected: {problem}</p>}
      {view === undefined && problem === undefined && <Reading days={affectedDays} />}
      {view !== undefined && (
        <>
          <p className="text-pretty" aria-live="polite">
            {whatIfSentence(view.answer, affectedDays)}
          </p>
          <OwnAddressNotice own={view.own} />
          <p className="text-pretty text-muted">
            Told from the log, for the draft as it is saved; no connector and no directory is asked.
          </p>
        </>
      )}
      {hasChanges && (
        <>
          <ChangeGroups answer={view.answer} hasPeople />
          <p className="flex flex-wrap gap-x-4 gap-y-1">
            <a href={whatIfFileUrl(connection, affectedDays, 'csv')} download className="text-accent underline">
              Lists as CSV
            </a>
            <a href={whatIfFileUrl(connection, affectedDays, 'text')} download className="text-accent underline">
              As text
            </a>
            <Link href={`/connections/${connection.id}/what-if`} onClick={onLeave} className="text-accent underline">
              Look further back
            </Link>
          </p>
        </>
      )}
      {isGrave && view !== undefined && (
        <div className="flex items-start gap-2.5 rounded-md border border-attention/40 bg-attention-soft px-3 py-2.5">
          <Checkbox
            id={`${id}-confirm`}
            checked={isConfirmed}
            onCheckedChange={(checked) => onConfirm(checked === true)}
          />
          <label htmlFor={`${id}-confirm`} className="font-medium text-pretty">
            {confirmation(view)}
          </label>
        </div>
      )}
    </section>
  );
}

function confirmation({ own, answer: { people } }: WhatIfView): string {
  const atRisk = people.refused + people['may-be-refused'];
  if (atRisk === 0) return `Publish although nobody would get in from my own address, ${own?.address ?? ''}`;
  const whom = `${count(atRisk, 'person', 'people')} of ${people.total.toLocaleString('en')}`;
  return `Publish although ${whom} may no longer get in${own?.kind === 'refused' ? ', and nobody from my own address' : ''}`;
}
