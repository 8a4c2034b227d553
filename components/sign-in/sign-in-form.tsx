'use client';

import { useForm } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';

export type SignInValues = { email: string; password: string };

type SignInFormProps = { onSubmit: (values: SignInValues) => Promise<void>; problem: string | undefined };

export function SignInForm({ onSubmit, problem }: SignInFormProps) {
  const { register, handleSubmit, formState } = useForm<SignInValues>({
    defaultValues: { email: '', password: '' },
    // Else a blur towards the button moves it away from under the pointer.
    reValidateMode: 'onSubmit',
  });
  return (
    // Without scripts the browser would put what was typed into the URL.
    <form method="post" noValidate onSubmit={handleSubmit(onSubmit)} className="flex flex-col gap-4">
      {problem !== undefined && <Notice tone="bad" title={problem} />}
      <Field label="E-mail address" error={formState.errors.email?.message}>
        <Input
          type="email"
          autoComplete="username"
          {...register('email', { required: 'Write your e-mail address.' })}
        />
      </Field>
      <Field label="Password" error={formState.errors.password?.message}>
        <Input
          type="password"
          autoComplete="current-password"
          {...register('password', { required: 'Write your password.' })}
        />
      </Field>
      <Button type="submit" variant="primary" isBusy={formState.isSubmitting}>
        Sign in
      </Button>
    </form>
  );
}
