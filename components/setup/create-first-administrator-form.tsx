'use client';

import { useEffect } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { passwordSentence } from '#components/setup/password-sentence.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { lazyResolver } from '#components/ui/lazy-resolver.ts';
import { Notice } from '#components/ui/notice.tsx';
import type { ProblemView } from '#lib/core/problem.ts';

const resolver = lazyResolver<FirstAdministratorValues>(
  async () => (await import('#components/setup/first-administrator-resolver.ts')).firstAdministratorResolver,
);

export type FirstAdministratorValues = { name: string; email: string; password: string };

type Props = {
  onSubmit: (values: FirstAdministratorValues) => Promise<void>;
  problem: ProblemView | undefined;
};

export function CreateFirstAdministratorForm({ onSubmit, problem }: Props) {
  const { register, handleSubmit, control, setError, formState } = useForm<FirstAdministratorValues>({
    resolver,
    defaultValues: { name: '', email: '', password: '' },
  });
  const [name, email, password] = useWatch({ control, name: ['name', 'email', 'password'] });
  const strength = passwordSentence(password, [...name.split(/\s+/), email.split('@')[0] ?? '', 'gatehouse']);
  const { errors } = formState;

  useEffect(() => {
    for (const field of ['name', 'email', 'password'] as const) {
      const message = problem?.fields?.[field];
      if (message !== undefined) setError(field, { message });
    }
  }, [problem, setError]);

  return (
    <form method="post" noValidate onSubmit={handleSubmit(onSubmit)} className="flex flex-col gap-4">
      {problem !== undefined && problem.fields === undefined && <Notice tone="bad" title={problem.message} />}
      <Field label="Your name" error={errors.name?.message}>
        <Input autoComplete="name" {...register('name')} />
      </Field>
      <Field
        label="E-mail address"
        error={errors.email?.message}
        hint="You sign in with it. Gatehouse sends no mail to it."
      >
        <Input type="email" autoComplete="username" {...register('email')} />
      </Field>
      <Field label="Password" error={errors.password?.message} hint={<span aria-live="polite">{strength.text}</span>}>
        <Input type="password" autoComplete="new-password" {...register('password')} />
      </Field>
      <Button type="submit" variant="primary" isBusy={formState.isSubmitting}>
        Create administrator
      </Button>
    </form>
  );
}
