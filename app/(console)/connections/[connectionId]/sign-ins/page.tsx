import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { firstSignIns } from '#app/(console)/sign-ins/first-sign-ins.ts';
import { SignInsPanel } from '#components/sign-ins/sign-ins-panel.tsx';

export const metadata: Metadata = { title: 'Sign-ins' };

type Props = {
  params: Promise<{ connectionId: string }>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

export default async function ConnectionSignInsPage({ params, searchParams }: Props) {
  const { connectionId } = await params;
  return (
    <HydrationBoundary state={await firstSignIns(await searchParams, { connectionId })}>
      <SignInsPanel connectionId={connectionId} />
    </HydrationBoundary>
  );
}
