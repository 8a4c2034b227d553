'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { connectionQuery } from '#components/connection/queries.ts';
import { MappedPeopleList } from '#components/mapping/mapped-people-list.tsx';
import { MappingSteps } from '#components/mapping/mapping-steps.tsx';
import { answerWords, furtherWords } from '#components/mapping/mapping-words.ts';
import { mappingStrengthQuery } from '#components/mapping/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { count } from '#components/words/count.ts';
import type { MappingDays, MappingStrengthView } from '#lib/contracts/mapping-strength.ts';
import type { StrongForm } from '#lib/pki/mapping/strong-form.ts';

const choices: readonly MappingDays[] = [7, 30, 90];

/** Who is mapped weakly, and the way to strong mapping. */
export function MappingPanel({ connectionId }: { connectionId: string }) {
  const [days, setDays] = useState<MappingDays>(30);
  const [form, setForm] = useState<StrongForm>('issuer-serial');
  const { data: connection } = useQuery(connectionQuery(connectionId));
  const query = { ...mappingStrengthQuery(connectionId, { days }), placeholderData: keepPreviousData };
  const { data: view, error, refetch, isFetching, isPlaceholderData } = useQuery(query);
  const daysField = (
    <Select
      aria-label="Sign-ins of"
      className="w-40"
      options={choices.map((value) => ({ value: String(value), label: `the last ${value} days` }))}
      value={String(days)}
      onChange={(event) => setDays(choices.find((one) => String(one) === event.target.value) ?? 30)}
    />
  );
  if (view === undefined || connection === undefined)
    return error === null ? (
      <Skeleton className="h-64" />
    ) : (
      <Notice
        tone="bad"
        title="Who came how could not be read."
        action={
          <Button size="small" isBusy={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        }
      >
        {error.message}
      </Notice>
    );
  return (
    <div aria-busy={isPlaceholderData} className="flex max-w-4xl min-w-0 flex-col gap-8">
      <Section title={answerWords(view)} action={daysField} description={<Meaning view={view} />}>
        {view.people.total === 0 ? (
          <EmptyState
            title="Nothing to map yet"
            text="Everybody who signs in with a client certificate is listed here, with the rule that found them and what would tie their certificate to them."
            action={
              <Link href={`/connections/${connectionId}/methods`} className={buttonStyles()}>
                See the methods
              </Link>
            }
          />
        ) : (
          <MappingSteps
            connectionId={connectionId}
            settings={connection.draft.settings}
            view={view}
            days={days}
            form={form}
            onFormChange={setForm}
          />
        )}
      </Section>
      {view.listed.length > 0 && (
        <Section title="People" description={listWords(view)}>
          <MappedPeopleList connectionId={connectionId} days={days} form={form} people={view.listed} />
        </Section>
      )}
    </div>
  );
}

function Meaning({ view }: { view: MappingStrengthView }) {
  return (
    <>
      <p>
        Weak is a rule that finds people by a name in their certificate, which an authority may give to somebody else.
        Strong is one by what belongs to this certificate or key alone (KB5014754). Of each person the certificate they
        came with last counts.
      </p>
      {furtherWords(view).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </>
  );
}

function listWords({ listed, people: { total } }: MappingStrengthView): string {
  const whole = 'Who would be locked out first, then whoever came last.';
  return listed.length === total
    ? whole
    : `${whole} ${count(listed.length, 'person', 'people')} of ${total.toLocaleString('en')}; the files hold all.`;
}
