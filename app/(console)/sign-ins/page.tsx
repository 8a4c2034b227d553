import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { firstSignIns } from '#app/(console)/sign-ins/first-sign-ins.ts';
import { SignInsPanel } from '#components/sign-ins/sign-ins-panel.tsx';

export const metadata: Metadata = { title: 'Sign-ins' };

type Props = { searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function SignInsPage({ searchParams }: Props) {
  return (
    <HydrationBoundary state={await firstSignIns(await searchParams)}>
      <div className="flex flex-col gap-5 px-4 py-6 lg:px-8">
        <h1 className="text-xl font-semibold tracking-tight">Sign-ins</h1>
        <SignInsPanel />
      </div>
    </HydrationBoundary>
  );
}
