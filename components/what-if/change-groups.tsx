'use client';

import { ChevronRight, CircleQuestionMark } from 'lucide-react';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { AffectedList } from '#components/what-if/affected-list.tsx';
import { count } from '#components/words/count.ts';
import { methodsInOrder } from '#lib/flow/flow-sentence.ts';
import { networkKey } from '#lib/flow/what-if.ts';
import type { WhatIfAnswer, WhatIfChange } from '#lib/flow/what-if-answer.ts';
import { changeSentence, changeTitle, matchedName } from '#lib/flow/what-if-words.ts';

const tones: Record<WhatIfChange['kind'], Tone> = {
  refused: 'bad',
  'may-be-refused': 'attention',
  'loses-method': 'attention',
  'not-known': 'neutral',
  'other-methods': 'neutral',
  'other-network': 'neutral',
};

type ChangeGroupsProps = { answer: Pick<WhatIfAnswer, 'changes' | 'moreChanges'>; hasPeople: boolean };

/** One line a change, the most severe first; each opens to the people and addresses it is about. */
export function ChangeGroups({ answer: { changes, moreChanges }, hasPeople }: ChangeGroupsProps) {
  return (
    <>
      <ul aria-label="Changes" className="flex flex-col divide-y divide-line border-y">
        {changes.map((change, at) => (
          <li key={keyOf(change)}>
            <ChangeGroup change={change} place={at + 1} hasPeople={hasPeople} />
          </li>
        ))}
      </ul>
      {moreChanges > 0 && <p className="text-muted">{count(moreChanges, 'more change')} with fewer people.</p>}
    </>
  );
}

function keyOf({ kind, cause, detail, lost, running, draft }: WhatIfChange): string {
  return JSON.stringify([kind, cause, detail, lost, running, draft]);
}

type ChangeGroupProps = { change: WhatIfChange; place: number; hasPeople: boolean };

function ChangeGroup({ change, place, hasPeople }: ChangeGroupProps) {
  const { running, draft, people, addresses } = change;
  const of = `change ${place}: ${changeTitle(change)}`;
  return (
    <details className="group">
      <summary className="flex cursor-pointer list-none items-start gap-2 rounded-sm py-3 pr-2 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="mt-0.5 size-4 shrink-0 text-muted transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        <span className="flex min-w-0 flex-1 flex-col gap-1">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge tone={tones[change.kind]} {...(change.kind === 'not-known' ? { icon: CircleQuestionMark } : {})}>
              {changeTitle(change)}
            </Badge>
            <span className="font-medium">{amountOf(change, hasPeople)}</span>
            {change.lastAt !== null && (
              <span className="text-muted">
                last <Moment at={change.lastAt} />
              </span>
            )}
          </span>
          <span className="break-words text-muted">{networksOf(change)}</span>
          <span className="max-w-prose text-pretty">{changeSentence(change)}</span>
        </span>
      </summary>
      <div className="flex flex-col gap-3 pt-1 pb-4 pl-6">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
          <dt className="text-muted">Now</dt>
          <dd>
            {methodsInOrder(running.methods)} <span className="text-muted">({matchedName(running.matched)})</span>
          </dd>
          <dt className="text-muted">Draft</dt>
          <dd>
            {methodsInOrder(draft.methods)} <span className="text-muted">({matchedName(draft.matched)})</span>
          </dd>
        </dl>
        {change.decidedOtherwise > 0 && (
          <p className="max-w-prose text-muted">
            {count(change.decidedOtherwise, 'of these was', 'of these were')} decided by settings that run no more, and
            got other methods than the same address gets now.
          </p>
        )}
        {change.byOlderCertificate > 0 && (
          <p className="max-w-prose text-muted">
            {count(change.byOlderCertificate, 'person', 'people')} came so by a certificate that was not their last one.
            People are judged by their last; what is told here concerns them only where they still use the older one.
          </p>
        )}
        {people.count > 0 && <AffectedList title="People" of={of} list={people} />}
        <AffectedList title="Addresses" of={of} list={addresses} isMono isCounted={hasPeople} />
      </div>
    </details>
  );
}

/** One network, or the way from one to another. */
function networksOf({ running, draft }: WhatIfChange): string {
  const [before, after] = [matchedName(running.matched), matchedName(draft.matched)];
  return networkKey(running.matched) === networkKey(draft.matched) ? after : `${before} → ${after}`;
}

function amountOf(change: WhatIfChange, hasPeople: boolean): string {
  const { people, byOlderCertificate, addresses, signIns, attempts } = change;
  if (!hasPeople) return count(addresses.count, 'address', 'addresses');
  const parts = [
    ...(people.count > 0 ? [count(people.count, 'person', 'people')] : []),
    ...(byOlderCertificate > 0
      ? [
          `${people.count > 0 ? count(byOlderCertificate, 'more', 'more') : count(byOlderCertificate, 'person', 'people')} by an older certificate`,
        ]
      : []),
    ...(signIns > 0 ? [count(signIns, 'sign-in')] : []),
    ...(signIns === 0 || attempts > 0 ? [`${count(attempts, 'attempt')} that let nobody in`] : []),
  ];
  return parts.join(' · ');
}
