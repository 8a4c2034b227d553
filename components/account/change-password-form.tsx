'use client';

import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { passwordSentence } from '#components/setup/password-sentence.ts';
import { useAction } from '#components/shell/use-action.ts';
import { signIn } from '#components/sign-in/sign-in.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { lazyResolver } from '#components/ui/lazy-resolver.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { changePasswordAction } from '#lib/bff/actions/administrator.ts';
import type { AdministratorView } from '#lib/contracts/administrator.ts';

type PasswordValues = { currentPassword: string; newPassword: string };

const resolver = lazyResolver<PasswordValues>(
  async () => (await import('#components/account/change-password-resolver.ts')).changePasswordResolver,
);
const empty: PasswordValues = { currentPassword: '', newPassword: '' };

export function ChangePasswordForm({ administrator }: { administrator: AdministratorView }) {
  const { run, problem } = useAction(changePasswordAction);
  const [isChanged, setIsChanged] = useState(false);
  const { register, handleSubmit, control, reset, formState } = useForm<PasswordValues>({
    resolver,
    defaultValues: empty,
  });
  const { name, email } = administrator;
  const typed = useWatch({ control, name: 'newPassword' });
  const strength = passwordSentence(typed, [...name.split(/\s+/), email.split('@')[0] ?? '', 'gatehouse']);
  const { errors } = formState;

  async function change(values: PasswordValues) {
    setIsChanged(false);
    const outcome = await run(values);
    if (!outcome.ok) return;
    // Every session ended, this one too: it begins anew.
    const failed = await signIn({ email, password: values.newPassword });
    if (failed !== undefined) return window.location.assign('/sign-in');
    reset(empty);
    setIsChanged(true);
  }

  return (
    <Section
      title="Password"
      description="With a new one, every other browser you are signed in with has to sign in again."
    >
      <form method="post" noValidate onSubmit={handleSubmit(change)} className="flex max-w-md flex-col gap-4">
        {problem !== undefined && problem.fields === undefined && <Notice tone="bad" title={problem.message} />}
        {isChanged && (
          <Notice tone="good" title="Your password is changed.">
            Every other browser you were signed in with is signed out.
          </Notice>
        )}
        {/* For password managers: whose password this is. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <Field label="Present password" error={errors.currentPassword?.message ?? problem?.fields?.['currentPassword']}>
          <Input type="password" autoComplete="current-password" {...register('currentPassword')} />
        </Field>
        <Field
          label="New password"
          error={errors.newPassword?.message ?? problem?.fields?.['newPassword']}
          hint={<span aria-live="polite">{strength.text}</span>}
        >
          <Input type="password" autoComplete="new-password" {...register('newPassword')} />
        </Field>
        <Button type="submit" variant="primary" className="w-fit" isBusy={formState.isSubmitting}>
          Change password
        </Button>
      </form>
    </Section>
  );
}
