'use client';

import Link from 'next/link';
import { useState } from 'react';
import { ChoiceBar } from '#components/flow/choice-bar.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { Section } from '#components/ui/section.tsx';
import { PastedAddresses } from '#components/what-if/pasted-addresses.tsx';
import { RecordedSignIns } from '#components/what-if/recorded-sign-ins.tsx';
import { count } from '#components/words/count.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import { type WhatIfDays, whatIfDays } from '#lib/contracts/what-if.ts';

type Source = 'recorded' | 'pasted';

/** Whom publishing the draft would affect: of those who signed in lately, or of addresses that somebody pastes. */
export function WhatIfView({ connection }: { connection: ConnectionView }) {
  const [source, setSource] = useState<Source>('recorded');
  const [days, setDays] = useState<WhatIfDays>(7);
  return (
    <Section
      title="What if the draft were published"
      description={<Compared connection={connection} />}
      action={
        <>
          <ChoiceBar
            label="Look at"
            value={source}
            onChange={setSource}
            options={[
              { value: 'recorded', label: 'Recorded sign-ins' },
              { value: 'pasted', label: 'Pasted addresses' },
            ]}
          />
          {source === 'recorded' && (
            <ChoiceBar
              label="Of the last"
              value={`${days}`}
              onChange={(value) => setDays(whatIfDays.find((one) => `${one}` === value) ?? 7)}
              options={whatIfDays.map((one) => ({ value: `${one}`, label: one === 1 ? '1 day' : `${one} days` }))}
            />
          )}
        </>
      }
    >
      {source === 'recorded' ? (
        <RecordedSignIns connection={connection} days={days} onPaste={() => setSource('pasted')} />
      ) : (
        <PastedAddresses connection={connection} />
      )}
    </Section>
  );
}

function Compared({ connection: { id, draft, running } }: { connection: ConnectionView }) {
  const against =
    running === null ? 'with nothing, because nothing runs yet' : `with revision ${running.revision}, which runs`;
  if (draft.changes.length === 0 && running !== null) {
    return (
      <p>
        The draft is what revision {running.revision} holds, so nobody is affected. Change{' '}
        <Link href={`/connections/${id}/networks`} className="text-accent underline">
          networks
        </Link>{' '}
        or{' '}
        <Link href={`/connections/${id}/methods`} className="text-accent underline">
          methods
        </Link>{' '}
        and look here before you publish.
      </p>
    );
  }
  return (
    <p>
      The saved draft ({count(draft.changes.length, 'change')}, saved <Moment at={draft.updatedAt} />) is compared{' '}
      {against}. The draft is judged as it is saved, not as it is typed. The log alone is read: no connector, no
      directory and no authority is asked, and people are judged by the certificate they came with last.
    </p>
  );
}
