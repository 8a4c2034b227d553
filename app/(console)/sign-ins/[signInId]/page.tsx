import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { signInQuery } from '#components/sign-ins/queries.ts';
import { SignInPanel } from '#components/sign-ins/sign-in-panel.tsx';
import { requestContext } from '#lib/bff/session.ts';
import { readSignIn } from '#lib/services/sign-in/read-sign-in.ts';

export const metadata: Metadata = { title: 'Sign-in' };

export default async function SignInIncidentPage({ params }: { params: Promise<{ signInId: string }> }) {
  const { signInId } = await params;
  const outcome = await readSignIn(await requestContext(), signInId);
  if (!outcome.ok && outcome.problem.code === 'not-found') notFound();
  const client = new QueryClient();
  if (outcome.ok) client.setQueryData(signInQuery(signInId).queryKey, outcome.value);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <div className="flex min-w-0 flex-col gap-4 px-4 py-6 lg:px-8">
        <Link href="/sign-ins" className="flex w-fit items-center gap-1 text-muted hover:text-ink">
          <ChevronLeft aria-hidden="true" className="size-4" />
          Sign-ins
        </Link>
        <SignInPanel signInId={signInId} />
      </div>
    </HydrationBoundary>
  );
}
