import type { Metadata } from 'next';
import Link from 'next/link';
import { CreateFirstAdministratorPanel } from '#components/setup/create-first-administrator-panel.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { Notice } from '#components/ui/notice.tsx';
import { requestContext } from '#lib/bff/session.ts';
import { checkSetupToken } from '#lib/services/check-setup-token.ts';

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer', robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

export default async function SetupPage({ params }: Props) {
  const { token } = await params;
  const outcome = await checkSetupToken(await requestContext(), token);
  if (outcome.ok)
    return (
      <>
        <div className="flex flex-col gap-1">
          <h1 className="text-xl font-semibold">Set up Gatehouse</h1>
          <p className="text-pretty text-muted">
            You become the first administrator. This link works once and is gone afterwards.
          </p>
        </div>
        <CreateFirstAdministratorPanel setupToken={token} />
      </>
    );
  if (outcome.problem.code === 'setup-already-done')
    return (
      <>
        <h1 className="text-xl font-semibold">Gatehouse is set up already</h1>
        <p className="text-pretty text-muted">
          The first administrator exists, so this link opens nothing any more. Sign in with your e-mail address, or ask
          an administrator to let you in.
        </p>
        <Link href="/sign-in" className={buttonStyles({ variant: 'primary' })}>
          Sign in
        </Link>
      </>
    );
  if (outcome.problem.code === 'setup-link-unknown')
    return (
      <>
        <h1 className="text-xl font-semibold">This set-up link is not open</h1>
        <div className="flex flex-col gap-2 text-pretty text-muted">
          <p>
            Gatehouse prints a new link every time it starts before the first administrator exists; older ones close.
          </p>
          <p>Look at the end of its output, or start it again, and open the newest link whole.</p>
        </div>
      </>
    );
  return <Notice tone="bad" title={outcome.problem.message} />;
}
