import type { Metadata } from 'next';
import Link from 'next/link';
import { roleWords } from '#components/administrators/role-words.ts';
import { AcceptInvitationPanel } from '#components/invitation/accept-invitation-panel.tsx';
import { LeaveFirst } from '#components/invitation/leave-first.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { Notice } from '#components/ui/notice.tsx';
import { currentAdministrator, requestContext } from '#lib/bff/session.ts';
import { checkInvitation } from '#lib/services/administrators/check-invitation.ts';

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer', robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

export default async function InvitationPage({ params }: Props) {
  const { token } = await params;
  const outcome = await checkInvitation(await requestContext(), token);
  if (!outcome.ok && outcome.problem.code !== 'invitation-unknown')
    return <Notice tone="bad" title={outcome.problem.message} />;
  if (!outcome.ok)
    return (
      <>
        <h1 className="text-xl font-semibold">This invitation is not open</h1>
        <div className="flex flex-col gap-2 text-pretty text-muted">
          <p>It was used already, was withdrawn, or is older than a week.</p>
          <p>Open the link whole, as you were given it, or ask whoever invited you for a new one.</p>
        </div>
        <Link href="/sign-in" className={buttonStyles({ variant: 'primary' })}>
          Sign in
        </Link>
      </>
    );
  const { email, role, createdBy } = outcome.value;
  const signedIn = await currentAdministrator();
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold">You are invited to Gatehouse</h1>
        <p className="text-pretty text-muted">
          {createdBy} invites <span className="font-medium wrap-anywhere text-ink">{email}</span> as{' '}
          <span className="font-medium text-ink">{role}</span>: a person who {roleWords[role]}.
        </p>
      </div>
      {signedIn === undefined ? (
        <AcceptInvitationPanel invitationToken={token} email={email} />
      ) : (
        <LeaveFirst email={signedIn.email} />
      )}
    </>
  );
}
