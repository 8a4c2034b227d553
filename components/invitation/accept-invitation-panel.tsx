'use client';

import { useState } from 'react';
import { AcceptInvitationForm, type AcceptInvitationValues } from '#components/invitation/accept-invitation-form.tsx';
import { useAction } from '#components/shell/use-action.ts';
import { signIn } from '#components/sign-in/sign-in.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { Notice } from '#components/ui/notice.tsx';
import { acceptInvitationAction } from '#lib/bff/actions/administrator.ts';

export function AcceptInvitationPanel({ invitationToken, email }: { invitationToken: string; email: string }) {
  const { run, problem } = useAction(acceptInvitationAction);
  const [signInFailed, setSignInFailed] = useState<string>();

  async function accept(values: AcceptInvitationValues) {
    const outcome = await run({ ...values, invitationToken });
    if (!outcome.ok) return;
    const failed = await signIn({ email, password: values.password });
    setSignInFailed(failed);
    if (failed !== undefined) return;
    window.location.assign('/connections');
    await new Promise(() => {});
  }

  if (signInFailed !== undefined)
    return (
      <Notice
        tone="attention"
        title="You are an administrator now, but signing you in did not work."
        action={
          <a href="/sign-in" className={buttonStyles({ variant: 'primary' })}>
            Sign in
          </a>
        }
      >
        {signInFailed}
      </Notice>
    );
  return <AcceptInvitationForm email={email} onSubmit={accept} problem={problem} />;
}
