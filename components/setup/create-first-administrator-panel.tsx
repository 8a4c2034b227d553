'use client';

import { useState } from 'react';
import {
  CreateFirstAdministratorForm,
  type FirstAdministratorValues,
} from '#components/setup/create-first-administrator-form.tsx';
import { useAction } from '#components/shell/use-action.ts';
import { signIn } from '#components/sign-in/sign-in.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { Notice } from '#components/ui/notice.tsx';
import { createFirstAdministratorAction } from '#lib/bff/actions/administrator.ts';

export function CreateFirstAdministratorPanel({ setupToken }: { setupToken: string }) {
  const { run, problem } = useAction(createFirstAdministratorAction);
  const [signInFailed, setSignInFailed] = useState<string>();

  async function create(values: FirstAdministratorValues) {
    const outcome = await run({ ...values, setupToken });
    if (!outcome.ok) return;
    const failed = await signIn(values);
    setSignInFailed(failed);
    if (failed !== undefined) return;
    window.location.assign('/connections');
    await new Promise(() => {});
  }

  if (signInFailed !== undefined)
    return (
      <Notice
        tone="attention"
        title="You are the first administrator now, but signing you in did not work."
        action={
          <a href="/sign-in" className={buttonStyles({ variant: 'primary' })}>
            Sign in
          </a>
        }
      >
        {signInFailed}
      </Notice>
    );
  return <CreateFirstAdministratorForm onSubmit={create} problem={problem} />;
}
