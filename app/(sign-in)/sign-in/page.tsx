import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { nextPath } from '#components/sign-in/next-path.ts';
import { SignInPanel } from '#components/sign-in/sign-in-panel.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { currentAdministrator, isSessionEnded } from '#lib/bff/session.ts';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const next = nextPath((await searchParams).next);
  if ((await currentAdministrator()) !== undefined) redirect(next);
  return (
    <>
      <h1 className="text-xl font-semibold">Sign in</h1>
      {(await isSessionEnded()) && (
        <Notice tone="neutral" title="Your session has ended.">
          It was too old, you left it elsewhere, or your password or account changed. Sign in again; where that is
          refused, ask an owner.
        </Notice>
      )}
      <SignInPanel next={next} />
    </>
  );
}
