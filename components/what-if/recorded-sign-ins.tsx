'use client';

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ChangeGroups } from '#components/what-if/change-groups.tsx';
import { OwnAddressNotice } from '#components/what-if/own-address-notice.tsx';
import { whatIfFileUrl, whatIfQuery } from '#components/what-if/queries.ts';
import { Reading } from '#components/what-if/reading.tsx';
import { count } from '#components/words/count.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { WhatIfDays, WhatIfView } from '#lib/contracts/what-if.ts';
import { whatIfSentence } from '#lib/flow/what-if-words.ts';

type RecordedSignInsProps = { connection: ConnectionView; days: WhatIfDays; onPaste: () => void };

/** The sign-ins of the last days, decided again: the answer, then who it is about. */
export function RecordedSignIns({ connection, days, onPaste }: RecordedSignInsProps) {
  const { data, error, refetch, isFetching } = useQuery(whatIfQuery(connection, days));
  if (error !== null && data === undefined) {
    return (
      <Notice
        tone="bad"
        title="It could not be told who would be affected."
        action={
          <Button size="small" isBusy={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        }
      >
        {error.message}
      </Notice>
    );
  }
  if (data === undefined) return <Reading days={days} />;
  const { answer } = data;
  if (answer.signIns + answer.attempts === 0) {
    return (
      <EmptyState
        title={whatIfSentence(answer, days)}
        text="Look further back, or paste addresses that people come from: out of the log of a proxy, a firewall or another sign-in."
        action={<Button onClick={onPaste}>Paste addresses</Button>}
      />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-lg font-medium text-pretty" aria-live="polite">
        {whatIfSentence(answer, days)}
      </p>
      <OwnAddressNotice own={data.own} />
      {answer.changes.length > 0 && <ChangeGroups answer={answer} hasPeople />}
      <Rest view={data} />
      {answer.changes.length > 0 && (
        <div className="flex flex-wrap gap-2">
          <a href={whatIfFileUrl(connection, days, 'csv')} download className={buttonStyles({ size: 'small' })}>
            <Download aria-hidden="true" />
            Whole lists as CSV
          </a>
          <a href={whatIfFileUrl(connection, days, 'text')} download className={buttonStyles({ size: 'small' })}>
            <Download aria-hidden="true" />
            As text
          </a>
        </div>
      )}
    </div>
  );
}

/** What is not listed: how many stay as they are, and what could not be looked at. */
function Rest({ view: { answer, isCut } }: { view: WhatIfView }) {
  const { unchanged, unreadable } = answer;
  const attempts = unchanged.attempts === 0 ? '' : ` and ${count(unchanged.attempts, 'attempt')} that let nobody in`;
  return (
    <div className="flex max-w-prose flex-col gap-1 text-muted">
      <p>
        Unchanged: {count(unchanged.signIns, 'sign-in')}
        {attempts}.
      </p>
      {isCut && (
        <p>
          There are more sign-ins than are looked at; these are the newest{' '}
          {(answer.signIns + answer.attempts).toLocaleString('en')}.
        </p>
      )}
      {unreadable > 0 && <p>{count(unreadable, 'sign-in has', 'sign-ins have')} an address that cannot be read.</p>}
    </div>
  );
}
