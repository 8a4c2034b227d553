'use client';

import { useState } from 'react';
import { signIn } from '#components/sign-in/sign-in.ts';
import { SignInForm } from '#components/sign-in/sign-in-form.tsx';

export function SignInPanel({ next }: { next: string }) {
  const [problem, setProblem] = useState<string>();
  return (
    <SignInForm
      problem={problem}
      onSubmit={async (values) => {
        setProblem(undefined);
        const failed = await signIn(values);
        setProblem(failed);
        // A full load, so that every part of the page is drawn for the new session.
        if (failed === undefined) {
          window.location.assign(next);
          await new Promise(() => {});
        }
      }}
    />
  );
}
