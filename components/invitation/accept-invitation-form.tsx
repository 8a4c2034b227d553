'use client';

import { useForm, useWatch } from 'react-hook-form';
import { passwordSentence } from '#components/setup/password-sentence.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { lazyResolver } from '#components/ui/lazy-resolver.ts';
import { Notice } from '#components/ui/notice.tsx';
import type { ProblemView } from '#lib/core/problem.ts';

export type AcceptInvitationValues = { name: string; password: string };

const resolver = lazyResolver<AcceptInvitationValues>(
  async () => (await import('#components/invitation/accept-invitation-resolver.ts')).acceptInvitationResolver,
);

type Props = {
  email: string;
  onSubmit: (values: AcceptInvitationValues) => Promise<void>;
  problem: ProblemView | undefined;
};

export function AcceptInvitationForm({ email, onSubmit, problem }: Props) {
  const { register, handleSubmit, control, formState } = useForm<AcceptInvitationValues>({
    resolver,
    defaultValues: { name: '', password: '' },
  });
  const [name, password] = useWatch({ control, name: ['name', 'password'] });
  const strength = passwordSentence(password, [...name.split(/\s+/), email.split('@')[0] ?? '', 'gatehouse']);
  const { errors } = formState;
  return (
    <form method="post" noValidate onSubmit={handleSubmit(onSubmit)} className="flex flex-col gap-4">
      {problem !== undefined && problem.fields === undefined && <Notice tone="bad" title={problem.message} />}
      <Field label="Your name" error={errors.name?.message ?? problem?.fields?.['name']}>
        <Input autoComplete="name" {...register('name')} />
      </Field>
      {/* For password managers: whose password this is. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field
        label="Password"
        error={errors.password?.message ?? problem?.fields?.['password']}
        hint={<span aria-live="polite">{strength.text}</span>}
      >
        <Input type="password" autoComplete="new-password" {...register('password')} />
      </Field>
      <Button type="submit" variant="primary" isBusy={formState.isSubmitting}>
        Create account
      </Button>
    </form>
  );
}
