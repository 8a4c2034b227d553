import Link from 'next/link';
import type { ReactNode } from 'react';
import { claimedBy, durationWords } from '#components/sign-ins/sign-in-words.ts';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { count } from '#components/words/count.ts';
import type { SignInView } from '#lib/contracts/sign-in.ts';

/** What is known beside the answer; every technical fact can be copied. */
export function SignInFacts({ view }: { view: SignInView }) {
  const { person, via } = view;
  const who = claimedBy(view);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)]">
      <Fact name="Incident">
        <CopyText text={view.id} />
      </Fact>
      <Fact name="When">
        <Moment at={view.startedAt} isExact />
        {view.tookMs !== null && <span className="text-muted"> · took {durationWords(view.tookMs)}</span>}
      </Fact>
      <Fact name="From">
        <CopyText text={view.address} />
        {via.length > 0 && <span className="block text-muted">through {via.join(', ')}</span>}
      </Fact>
      <Fact name="Network">
        {view.network} <span className="text-muted">· revision {view.revision}</span>
      </Fact>
      <Fact name="Person">
        {person === null ? (
          <span className="text-muted">{who === undefined ? 'not known' : `${who}, not confirmed`}</span>
        ) : (
          <>
            {person.displayName === '' ? person.userName : `${person.displayName} (${person.userName})`}
            <span className="text-muted"> · {count(person.groups, 'group')}</span>
            <CopyText text={person.dn} className="text-muted" />
          </>
        )}
      </Fact>
      <Fact name="To">
        {view.applicationName}
        <span className="text-muted">
          {' '}
          ·{' '}
          <Link href={`/connections/${view.connectionId}`} className="underline hover:text-ink">
            {view.connectionName}
          </Link>
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
