'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { dryRunPath } from '#components/sign-ins/dry-run-path.ts';
import { signInQuery } from '#components/sign-ins/queries.ts';
import { SignInFacts } from '#components/sign-ins/sign-in-facts.tsx';
import { answerOf, resultOf } from '#components/sign-ins/sign-in-words.ts';
import { TryItem } from '#components/sign-ins/try-item.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useNow } from '#components/ui/use-now.ts';

// The diagram comes after the answer.
const SignInWay = dynamic(() => import('#components/sign-ins/sign-in-way.tsx').then((module) => module.SignInWay), {
  ssr: false,
  loading: () => <Skeleton className="h-48" />,
});

/** One sign-in: the answer, the facts, the way it went, and every try. */
export function SignInPanel({ signInId }: { signInId: string }) {
  const { data: view, error } = useQuery(signInQuery(signInId));
  const now = useNow();
  if (view === undefined)
    return error === null ? <Skeleton className="h-96" /> : <Notice tone="bad" title={error.message} />;
  const { tone, word } = resultOf(view, now);
  const { sentence, why } = answerOf(view);
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-xl font-semibold tracking-tight text-balance break-words">{sentence}</h1>
          <Badge tone={tone}>{word}</Badge>
        </div>
        {why !== undefined && (
          <p className="max-w-prose text-pretty">
            {why.message} <span className="text-muted">{why.remedy}</span>
          </p>
        )}
        <SignInFacts view={view} />
        <p>
          <Link href={dryRunPath(view)} className="font-medium underline underline-offset-4 hover:text-accent">
            Try it in a dry run
          </Link>{' '}
          <span className="text-muted">with this address, time and user name filled in.</span>
        </p>
      </div>
      <Section title="The way it went" description={view.sentence}>
        <SignInWay view={view} />
      </Section>
      {view.tries.length > 0 && (
        <Section title={view.tries.length === 1 ? 'The try' : `${view.tries.length} tries`}>
          <ol aria-label="Tries" className="divide-y divide-line rounded-md border bg-surface">
            {view.tries.map((one, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: tries are only ever added at the end.
              <TryItem key={at} tried={one} connectionId={view.connectionId} />
            ))}
          </ol>
        </Section>
      )}
    </div>
  );
}
